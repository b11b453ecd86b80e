package dev.permafrost.prove.faults;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Layout;
import dev.permafrost.prove.crash.Violation;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Machine.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Watches what one process does behind a sync that failed: it must not try the same sync again
 * ({@link #RETRIED}), because a second one succeeds without the data; and it must not write the key
 * that says that what the sync covered is durable, or durably gone ({@link #BELIEVED}).
 *
 * <p>A file or directory that is made anew at the same path is another one. The first rule holds
 * for a file within an attempt, whose handle it is; for a directory as long as the process lives.
 */
final class SyncWatch {

  /** The first rule. */
  static final String RETRIED = "a failed sync is not tried again";

  /** The second rule. */
  static final String BELIEVED = "what a failed sync covered is not called durable";

  private static final Set<String> SYNCS =
      Set.of("sync", "syncDirectory", MemoryHotStores.SYNC_WITNESS);

  /** What puts another file or directory at a path; the file that a rename brings was synced. */
  private static final Set<String> MAKES = Set.of("create", "makeDirectory", "rename");

  private static final String ABSENT = "absent";

  private final Machine machine;
  private final Map<String, Path> pathOfKey = new LinkedHashMap<>();
  private final Map<String, String> failedSyncs = new HashMap<>();
  private final Map<String, Step> uncovered = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private Map<String, String> catalog;

  SyncWatch(Machine machine, Layout layout) {
    this.machine = machine;
    for (ChunkId chunk : List.of(Bench.ZERO, Bench.ONE, Bench.FAR)) {
      pathOfKey.put("hot:chunk:" + chunk.name(), layout.hot(chunk));
      for (ArtifactKind kind : List.of(ArtifactKind.LEDGERS, TinyKind.KIND)) {
        pathOfKey.put("chunk:" + chunk.name() + ":" + kind.name(), layout.artifact(kind, chunk));
      }
    }
    pathOfKey.put("config:store", layout.roots().catalog().resolve("PERMAFROST"));
    this.catalog = now();
  }

  /** What was forbidden so far. */
  List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Whether an operation is a sync. */
  static boolean isSync(Step step) {
    return SYNCS.contains(step.name());
  }

  /** From here on it is another attempt, which opens its files anew; directories are shared. */
  void nextAttempt() {
    failedSyncs.values().removeIf(name -> !name.equals("syncDirectory"));
  }

  /** Called before each operation. */
  void before(Step step) {
    if (isSync(step) && failedSyncs.containsKey(step.subject())) {
      violations.add(new Violation(RETRIED, step.toString()));
    }
    if (MAKES.contains(step.name())) {
      failedSyncs.remove(step.subject());
      pathOfKey.forEach(
          (key, path) -> {
            if (path.equals(Path.of(step.subject()))) {
              uncovered.remove(key);
            }
          });
    }
    if (step.name().startsWith("catalog ") && step.name().endsWith(Faults.DONE)) {
      Map<String, String> before = catalog;
      catalog = now();
      compare(before, step);
    }
  }

  /** Called before a sync that is about to fail, and that loses what it covers. */
  void fails(Step step) {
    failedSyncs.put(step.subject(), step.name());
    if (step.name().startsWith("hot ")) {
      return; // The file's own sync is an operation of its own.
    }
    Path synced = Path.of(step.subject());
    pathOfKey.forEach(
        (key, path) -> {
          if (path.startsWith(synced) && !machine.isDurable(entryIn(synced, path))) {
            uncovered.put(key, step);
          }
        });
  }

  /** What of a path stands in a directory: the name that follows it, or a synced file itself. */
  private static Path entryIn(Path synced, Path path) {
    return path.equals(synced) ? path : synced.resolve(path.getName(synced.getNameCount()));
  }

  private Map<String, String> now() {
    return machine.catalogEntries().<Map<String, String>>map(TreeMap::new).orElseGet(TreeMap::new);
  }

  /**
   * Whether the disk holds what a key says all the same. A file that is gone takes what was lost of
   * it along; one that nothing was lost of may be checked past the page cache and adopted.
   */
  private boolean isAsItSays(String key, String value) {
    Path path = Objects.requireNonNull(pathOfKey.get(key));
    boolean isThere = machine.tree().containsKey(path.toString());
    return isThere != value.equals(ABSENT) && machine.isDurable(path);
  }

  private void compare(Map<String, String> before, Step step) {
    uncovered.forEach(
        (key, failed) -> {
          String was = before.getOrDefault(key, ABSENT);
          String is = catalog.getOrDefault(key, ABSENT);
          boolean says = !is.equals("freezing") && !is.equals("pruning") && !is.equals("transient");
          if (!was.equals(is) && says && !isAsItSays(key, is)) {
            violations.add(
                new Violation(
                    BELIEVED, step + ": " + key + " is " + is + ", and failed: " + failed));
          }
        });
  }
}
