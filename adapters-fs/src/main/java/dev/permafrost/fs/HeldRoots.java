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

/**
 * Which roots this process holds: asked before an identity file is opened, because closing a second
 * opening of it would drop the lock of the first.
 *
 * <p>A process is told by its file system object, so that several simulated ones can live in one.
 * All is done under one lock: looking at a root, which opens and closes its file, must not overlap
 * with locking it.
 */
final class HeldRoots {

  /** The one record of this process. */
  static final HeldRoots OF_THIS_PROCESS = new HeldRoots();

  /**
   * A root of a process.
   *
   * @param process the process, by its file system
   * @param realPath the directory, without symbolic links
   */
  record Key(Vfs process, Path realPath) {}

  private static final class Holding {
    private final HeldRoot root;
    private int holders = 1;

    private Holding(HeldRoot root) {
      this.root = root;
    }
  }

  private final Map<Key, Holding> holdings = new HashMap<>();

  /** Of each process, the directories that it made on the way to a root. */
  private final Map<Vfs, Set<Path>> made = new WeakHashMap<>();

  private HeldRoots() {}

  /** Remembers that a process made a directory. */
  synchronized void made(Vfs process, Path directory) {
    made.computeIfAbsent(process, first -> new HashSet<>()).add(directory);
  }

  /** The directories that a process made on the way to a root, as it named them. */
  synchronized Set<Path> madeBy(Vfs process) {
    return Set.copyOf(made.getOrDefault(process, Set.of()));
  }

  /** Does something with a root, held or not, while nobody of this process can lock it. */
  synchronized <T> T with(Key key, Function<Optional<HeldRoot>, T> use) {
    Holding holding = holdings.get(key);
    return use.apply(holding == null ? Optional.empty() : Optional.of(holding.root));
  }

  /**
   * Takes hold of a root that nobody of this process holds, or, if shared, holds only shared.
   *
   * @param open opens and locks it
   * @param refusal what to throw otherwise
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

  /** Takes back one {@link #take}; the last one unlocks and closes. */
  synchronized void release(Key key) {
    Holding holding = holdings.get(key);
    if (holding != null && --holding.holders == 0) {
      holdings.remove(key);
      holding.root.close();
    }
  }
}
