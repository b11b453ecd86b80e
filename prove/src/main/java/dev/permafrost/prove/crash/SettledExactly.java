package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * I3 of a settled store: nothing is in progress, and the files and hot directories are exactly
 * those that the keys name, no more, no less.
 */
final class SettledExactly implements Invariant {

  private static final Set<String> SETTLED = Set.of("frozen", "ready");

  @Override
  public String name() {
    return "I3 settled exactly";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    for (Map.Entry<Remains.Artifact, String> key : remains.artifactKeys().entrySet()) {
      if (!SETTLED.contains(key.getValue())) {
        return Optional.of(key + " is not settled");
      }
    }
    for (Map.Entry<ChunkId, String> key : remains.hotKeys().entrySet()) {
      if (!SETTLED.contains(key.getValue())) {
        return Optional.of("hot chunk " + key + " is not settled");
      }
    }
    Set<Remains.Artifact> files = new HashSet<>(remains.artifactFiles());
    if (!files.equals(remains.artifactKeys().keySet())) {
      return Optional.of("files " + files + ", keys " + remains.artifactKeys().keySet());
    }
    Set<ChunkId> directories = new HashSet<>(remains.hotDirectories());
    if (!directories.equals(remains.hotKeys().keySet())) {
      return Optional.of("hot directories " + directories + ", keys " + remains.hotKeys());
    }
    return Optional.empty();
  }
}
