package dev.permafrost.fs;

import dev.permafrost.ports.vfs.Vfs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The roots that this process holds. Checked before an identity file is opened, because closing a
 * second opening would drop the lock of the first.
 *
 * <p>A process is identified by its file system object, so that several simulated ones can exist in
 * one process. Everything is done under one lock: reading a root, which opens and closes its file,
 * must not overlap with locking it.
 */
final class HeldRoots {

  /** The only instance in this process. */
  static final HeldRoots OF_THIS_PROCESS = new HeldRoots();

  /**
   * A root of a process.
   *
   * @param process the process, identified by its file system
   * @param realPath the directory, without symbolic links
   */
  record Key(Vfs process, Path realPath) {

    // Written out: to make those of a record takes a short command milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && process.equals(that.process)
          && realPath.equals(that.realPath);
    }

    @Override
    public int hashCode() {
      return 31 * process.hashCode() + realPath.hashCode();
    }
  }

  private static final class Holding {
    private final HeldRoot root;
    private int holders = 1;

    private Holding(HeldRoot root) {
      this.root = root;
    }
  }

  private final Map<Key, Holding> holdings = new HashMap<>();

  /** For each process, the directories that it created on the way to a root. */
  private final Map<Vfs, Set<Path>> made = new WeakHashMap<>();

  private HeldRoots() {}

  /** Records that a process created a directory. */
  synchronized void made(Vfs process, Path directory) {
    made.computeIfAbsent(process, first -> new HashSet<>()).add(directory);
  }

  /** The directories that a process created on the way to a root, as it named them. */
  synchronized Set<Path> madeBy(Vfs process) {
    return Set.copyOf(made.getOrDefault(process, Set.of()));
  }

  /** Uses a root, held or not, while no thread of this process can lock it. */
  synchronized <T> T with(Key key, Function<Optional<HeldRoot>, T> use) {
    Holding holding = holdings.get(key);
    return use.apply(holding == null ? Optional.empty() : Optional.of(holding.root));
  }

  /**
   * Takes a root that this process does not hold yet, or, if shared, only holds shared.
   *
   * @param open opens and locks it
   * @param refusal creates the failure otherwise
   */
  synchronized HeldRoot take(
      Key key, boolean shared, Supplier<HeldRoot> open, Supplier<RuntimeException> refusal) {
    Holding holding = holdings.get(key);
    if (holding == null) {
      HeldRoot root = open.get();
      holdings.put(key, new Holding(root));
      return root;
    }
    if (!shared || !holding.root.isShared()) {
      throw refusal.get();
    }
    holding.holders++;
    return holding.root;
  }

  /** Reverts one {@link #take}; the last one unlocks and closes. */
  synchronized void release(Key key) {
    Holding holding = holdings.get(key);
    if (holding != null && --holding.holders == 0) {
      holdings.remove(key);
      holding.root.close();
    }
  }
}
