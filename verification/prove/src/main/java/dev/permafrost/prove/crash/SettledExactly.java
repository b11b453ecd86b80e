package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * I3 of a settled store: nothing is in progress, and the files and hot directories are exactly
 * those that the keys name, no more, no less; but for a sound pack, or a hot directory, without a
 * key where the scenario says that it may stay.
 */
final class SettledExactly implements Invariant {

  private static final Set<String> SETTLED = Set.of("frozen", "ready");

  private final Map<Remains.Artifact, ByteBuffer> golden;
  private final Terms terms;

  SettledExactly(Map<Remains.Artifact, ByteBuffer> golden, Terms terms) {
    this.golden = Map.copyOf(golden);
    this.terms = terms;
  }

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
    if (!remains.otherFiles().isEmpty()) {
      return Optional.of("other files " + remains.otherFiles().keySet());
    }
    Set<Remains.Artifact> files = new HashSet<>(remains.artifactFiles());
    files.removeIf(
        file ->
            !remains.artifactKeys().containsKey(file)
                && FilesHaveKeys.isAdopted(remains, file, golden, terms));
    if (!files.equals(remains.artifactKeys().keySet())) {
      return Optional.of("files " + files + ", keys " + remains.artifactKeys().keySet());
    }
    Set<ChunkId> directories = new HashSet<>(remains.hotDirectories());
    directories.removeIf(
        chunk -> !remains.hotKeys().containsKey(chunk) && terms.hotWithoutKey().contains(chunk));
    if (!directories.equals(remains.hotKeys().keySet())) {
      return Optional.of("hot directories " + directories + ", keys " + remains.hotKeys());
    }
    return Optional.empty();
  }
}
