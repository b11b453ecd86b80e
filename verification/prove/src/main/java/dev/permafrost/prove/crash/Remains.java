package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.machine.Machine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is left on a machine, read past the code under test: the files, the catalog's keys, and what
 * the store had promised.
 */
public final class Remains {

  /** An artifact's key or file. */
  public record Artifact(ArtifactKind kind, ChunkId chunk) {}

  private static final Pattern ARTIFACT_KEY = Pattern.compile("chunk:([0-9]{8}):([a-z]+)");
  private static final Pattern HOT_KEY = Pattern.compile("hot:chunk:([0-9]{8})");

  private final Site site;
  private final SortedMap<String, Optional<ByteBuffer>> tree;
  private final SortedMap<String, String> catalog;
  private final Set<Long> promised;

  /** What is left on the machine of a site. */
  public Remains(Site site, Set<Long> promised) {
    this.site = site;
    this.tree = site.machine().tree();
    this.catalog = site.machine().catalogEntries().orElseGet(TreeMap::new);
    this.promised = promised;
  }

  Site site() {
    return site;
  }

  Machine machine() {
    return site.machine();
  }

  Layout layout() {
    return site.layout();
  }

  SortedMap<String, Optional<ByteBuffer>> tree() {
    return tree;
  }

  SortedMap<String, String> catalog() {
    return catalog;
  }

  /** The ledgers that were acknowledged. */
  Set<Long> promised() {
    return promised;
  }

  /** The artifacts that the catalog knows, with their states. */
  Map<Artifact, String> artifactKeys() {
    Map<Artifact, String> keys = new LinkedHashMap<>();
    catalog.forEach(
        (key, value) -> {
          Matcher matcher = ARTIFACT_KEY.matcher(key);
          if (matcher.matches()) {
            keys.put(artifact(matcher.group(2), matcher.group(1)), value);
          }
        });
    return keys;
  }

  /** The earliest ledger that the store is meant to hold. */
  OptionalLong floor() {
    String floor = catalog.get("config:earliest_ledger");
    return floor == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(floor));
  }

  /** The hot databases that the catalog knows, with their states. */
  Map<ChunkId, String> hotKeys() {
    Map<ChunkId, String> keys = new TreeMap<>();
    catalog.forEach(
        (key, value) -> {
          Matcher matcher = HOT_KEY.matcher(key);
          if (matcher.matches()) {
            keys.put(new ChunkId(Integer.parseInt(matcher.group(1))), value);
          }
        });
    return keys;
  }

  /** The artifacts whose files are there. */
  List<Artifact> artifactFiles() {
    List<Artifact> files = new ArrayList<>();
    filesOfKinds()
        .forEach(
            (path, artifact) -> {
              if (path.equals(pathOf(artifact))) {
                files.add(artifact);
              }
            });
    return files;
  }

  /**
   * The files in the directories of artifacts that are none, each with the one it stands beside.
   */
  Map<String, Artifact> otherFiles() {
    Map<String, Artifact> files = filesOfKinds();
    files.entrySet().removeIf(file -> file.getKey().equals(pathOf(file.getValue())));
    return files;
  }

  private Map<String, Artifact> filesOfKinds() {
    Map<String, Artifact> files = new TreeMap<>();
    for (ArtifactKind kind : List.of(ArtifactKind.LEDGERS, TinyKind.KIND)) {
      String below = layout().roots().cold() + "/" + kind.name() + "/";
      tree.subMap(below, below + Character.MAX_VALUE)
          .forEach(
              (path, content) -> {
                if (content.isPresent()) {
                  String name = path.substring(path.lastIndexOf('/') + 1);
                  files.put(path, artifact(kind.name(), name.substring(0, 8)));
                }
              });
    }
    return files;
  }

  /** The chunks whose hot directories are there. */
  List<ChunkId> hotDirectories() {
    List<ChunkId> chunks = new ArrayList<>();
    String below = layout().roots().hot() + "/";
    tree.subMap(below, below + Character.MAX_VALUE)
        .keySet()
        .forEach(
            path -> {
              String name = path.substring(below.length());
              if (name.matches("[0-9]{8}")) {
                chunks.add(new ChunkId(Integer.parseInt(name)));
              }
            });
    return chunks;
  }

  /** The content of an artifact's file, or empty. */
  Optional<ByteBuffer> fileOf(Artifact artifact) {
    return tree.getOrDefault(pathOf(artifact), Optional.empty());
  }

  private String pathOf(Artifact artifact) {
    return layout().artifact(artifact.kind(), artifact.chunk()).toString();
  }

  private static Artifact artifact(String kind, String chunk) {
    return new Artifact(new ArtifactKind(kind), new ChunkId(Integer.parseInt(chunk)));
  }
}
