package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Machine.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches the operations of a run for steps that the protocol forbids (docs/protocol.md, "Writing
 * an artifact", "States"), whether or not a crash would have made them matter: a file touched
 * outside of its key's bracket, an edge that the tables do not have, a flip before its syncs, a key
 * deleted before its file is durably gone.
 *
 * <p>Where a scenario says that a chunk is adopted, a pack may get its name by a link, or be
 * replaced by a rename, under no key; and it may go from there to {@code frozen}, but for one that
 * this run wrote itself. The name that it had goes when the other is durable, and not before.
 */
public final class ProtocolWatch {

  private static final Pattern ARTIFACT_KEY = Pattern.compile("chunk:([0-9]{8}):([a-z]+)");
  private static final Pattern HOT_KEY = Pattern.compile("hot:chunk:([0-9]{8})");
  private static final Pattern CHUNK_NAME = Pattern.compile("([0-9]{8}).*");
  private static final String ABSENT = "absent";

  /** "Catalog keys": artifact states. */
  private static final Map<String, Set<String>> ARTIFACT_EDGES =
      Map.of(
          ABSENT,
          Set.of("freezing"),
          "freezing",
          Set.of("freezing", "frozen", "pruning"),
          "frozen",
          Set.of("pruning"),
          "pruning",
          Set.of(ABSENT, "freezing"));

  /** "Catalog keys": hot states. */
  private static final Map<String, Set<String>> HOT_EDGES =
      Map.of(
          ABSENT,
          Set.of("transient"),
          "transient",
          Set.of("transient", "ready", ABSENT),
          "ready",
          Set.of("transient"));

  /** Operations of the disk that change what a path leads to, or its bytes. */
  private static final Set<String> CHANGES =
      Set.of(
          "create",
          "unlink",
          "makeDirectory",
          "removeDirectory",
          "writeAt",
          "startWriteAt",
          "awaitWrite",
          "link",
          "rename");

  private final Machine machine;
  private final Layout layout;
  private final Terms terms;
  private final Set<String> written = new TreeSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private SortedMap<String, String> catalog;

  /** Watches a machine from now on. */
  public ProtocolWatch(Machine machine, Scenario scenario) {
    this.machine = machine;
    this.layout = scenario.layout();
    this.terms = scenario.terms();
    this.catalog = now();
  }

  /** The forbidden steps so far. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Called before each operation. */
  public void before(Step step) {
    if (step.name().startsWith("catalog ") && step.name().endsWith(Faults.DONE)) {
      SortedMap<String, String> before = catalog;
      catalog = now();
      compare(before, catalog, step);
    } else if (CHANGES.contains(step.name())) {
      checkBracket(step);
    }
  }

  private SortedMap<String, String> now() {
    return new TreeMap<>(machine.catalogEntries().orElseGet(TreeMap::new));
  }

  // ---- files
  // -------------------------------------------------------------------------------------

  private void checkBracket(Step step) {
    String path = step.subject();
    for (ArtifactKind kind : List.of(ArtifactKind.LEDGERS, TinyKind.KIND)) {
      String below = layout.roots().cold() + "/" + kind.name() + "/";
      if (path.startsWith(below) && path.indexOf('/', below.length()) > 0) {
        checkArtifact(step, kind, path.substring(path.lastIndexOf('/') + 1));
        return;
      }
    }
    if (path.startsWith(layout.elsewhere() + "/")) {
      checkElsewhere(step);
    }
    String hot = layout.roots().hot() + "/";
    if (path.startsWith(hot)) {
      checkHot(step, path.substring(hot.length()));
    }
  }

  private void checkArtifact(Step step, ArtifactKind kind, String fileName) {
    Matcher matcher = CHUNK_NAME.matcher(fileName);
    if (matcher.matches()) {
      ChunkId chunk = chunk(matcher.group(1));
      String key = "chunk:" + chunk.name() + ":" + kind.name();
      String state = catalog.getOrDefault(key, ABSENT);
      Path file = layout.artifact(kind, chunk);
      boolean allowed =
          file.toString().equals(step.subject())
              ? isAllowed(step, key, state, isAdopted(kind, chunk), file)
              : !state.equals("frozen") && isThere(file);
      require(allowed, step, "under " + key + " " + state);
    }
  }

  /** What may be done to an artifact's own name. */
  private boolean isAllowed(Step step, String key, String state, boolean adopted, Path file) {
    boolean beingMade = state.equals("freezing");
    boolean withoutKey = adopted && state.equals(ABSENT);
    return switch (step.name()) {
      case "link" -> beingMade || withoutKey;
      // Never over nothing: what is replaced is adopted, or was left by an attempt.
      case "rename" -> (beingMade || withoutKey || state.equals("pruning")) && isThere(file);
      case "unlink" -> {
        written.remove(key);
        yield beingMade || state.equals("pruning");
      }
      default -> {
        written.add(key);
        yield beingMade;
      }
    };
  }

  private boolean isAdopted(ArtifactKind kind, ChunkId chunk) {
    return kind.equals(ArtifactKind.LEDGERS) && terms.packsWithoutKey().contains(chunk);
  }

  private boolean isThere(Path path) {
    return machine.tree().containsKey(path.toString());
  }

  /** The name that a pack had goes behind its canonical name; nothing else is done out there. */
  private void checkElsewhere(Step step) {
    Path path = Path.of(step.subject());
    Matcher matcher = CHUNK_NAME.matcher(String.valueOf(path.getFileName()));
    require(matcher.matches() && step.name().equals("unlink"), step, "outside of the store");
    if (matcher.matches()) {
      Path file = layout.artifact(ArtifactKind.LEDGERS, chunk(matcher.group(1)));
      requireDurable(true, file, step, "unlink of a name");
    }
  }

  private void checkHot(Step step, String below) {
    Matcher matcher = CHUNK_NAME.matcher(below);
    if (matcher.matches()) {
      String key = "hot:chunk:" + matcher.group(1);
      String state = catalog.getOrDefault(key, ABSENT);
      boolean writes = step.name().equals("writeAt");
      boolean witness = writes && state.equals("ready") && below.endsWith("/WITNESS");
      // What the disk may not hold is written once more, with the bytes that it has.
      boolean adopted =
          writes && state.equals(ABSENT) && terms.hotWithoutKey().contains(chunk(matcher.group(1)));
      require(state.equals("transient") || witness || adopted, step, "under " + key + " " + state);
    }
  }

  // ---- keys
  // --------------------------------------------------------------------------------------

  private void compare(
      SortedMap<String, String> before, SortedMap<String, String> after, Step step) {
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      String was = before.getOrDefault(key, ABSENT);
      String is = after.getOrDefault(key, ABSENT);
      if (!was.equals(is)) {
        checkEdge(key, was, is, step);
      }
    }
  }

  private void checkEdge(String key, String was, String is, Step step) {
    String what = key + " from " + was + " to " + is;
    Matcher artifact = ARTIFACT_KEY.matcher(key);
    Matcher hot = HOT_KEY.matcher(key);
    if (artifact.matches()) {
      ArtifactKind kind = new ArtifactKind(artifact.group(2));
      ChunkId chunk = chunk(artifact.group(1));
      boolean adopts =
          was.equals(ABSENT)
              && is.equals("frozen")
              && isAdopted(kind, chunk)
              && !written.contains(key);
      require(adopts || has(ARTIFACT_EDGES, was, is), step, "no such edge: " + what);
      require(!terms.prunes() || !is.equals("pruning") || isBelowFloor(chunk), step, what);
      Path file = layout.artifact(kind, chunk);
      requireDurable(is.equals("frozen") ? Boolean.TRUE : absence(is), file, step, what);
    } else if (hot.matches()) {
      ChunkId chunk = chunk(hot.group(1));
      boolean adopts =
          was.equals(ABSENT) && is.equals("ready") && terms.hotWithoutKey().contains(chunk);
      require(adopts || has(HOT_EDGES, was, is), step, "no such edge: " + what);
      Path directory = layout.hot(chunk);
      if (is.equals("ready")) {
        requireDurable(true, directory.resolve("CURRENT"), step, what);
        requireDurable(true, directory.resolve("WITNESS"), step, what);
      } else {
        requireDurable(absence(is), directory, step, what);
      }
    } else if (key.equals("config:earliest_ledger")) {
      boolean isRaised =
          was.equals(ABSENT) || (has(is) && Long.parseLong(was) < Long.parseLong(is));
      require(isRaised, step, "the floor is never lowered: " + what);
    } else if (key.equals("config:store")) {
      requireDurable(true, layout.roots().catalog().resolve("PERMAFROST"), step, what);
      requireDurable(true, layout.roots().hot().resolve("PERMAFROST"), step, what);
      requireDurable(true, layout.roots().cold().resolve("PERMAFROST"), step, what);
      requireDurable(true, layout.roots().catalog().resolve("rocksdb/CURRENT"), step, what);
    }
  }

  /** "Pruning": the floor is durable before anything below it is given up. */
  private boolean isBelowFloor(ChunkId chunk) {
    String floor = catalog.getOrDefault("config:earliest_ledger", ABSENT);
    return has(floor) && Bench.GEOMETRY.last(chunk) < Long.parseLong(floor);
  }

  private static boolean has(String value) {
    return !value.equals(ABSENT);
  }

  private static @Nullable Boolean absence(String state) {
    return state.equals(ABSENT) ? Boolean.FALSE : null;
  }

  private static boolean has(Map<String, Set<String>> edges, String was, String is) {
    return edges.getOrDefault(was, Set.of()).contains(is);
  }

  private static ChunkId chunk(String name) {
    return new ChunkId(Integer.parseInt(name));
  }

  /** That a path is there, or is not, and that no power cut changes it; null asks for nothing. */
  private void requireDurable(@Nullable Boolean there, Path path, Step step, String what) {
    if (there != null) {
      boolean is = isThere(path);
      require(is == there, step, what + " while " + path + (is ? " is there" : " is not there"));
      require(machine.isDurable(path), step, what + " before " + path + " was durable");
    }
  }

  private void require(boolean holds, Step step, String otherwise) {
    if (!holds) {
      violations.add(new Violation("forbidden step", step + ": " + otherwise));
    }
  }
}
