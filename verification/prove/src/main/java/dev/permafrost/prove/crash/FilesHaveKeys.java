package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * I3: every artifact and every hot directory on disk is named by a key; but for those of an
 * adoption that is not done yet: a sound pack, or a hot directory, of a chunk that the scenario
 * names, and what it says was there before. A file that is to replace another stands beside it.
 */
final class FilesHaveKeys implements Invariant {

  private final Map<Remains.Artifact, ByteBuffer> golden;
  private final Terms terms;

  FilesHaveKeys(Map<Remains.Artifact, ByteBuffer> golden, Terms terms) {
    this.golden = Map.copyOf(golden);
    this.terms = terms;
  }

  @Override
  public String name() {
    return "I3 files have keys";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    for (Remains.Artifact file : remains.artifactFiles()) {
      if (!remains.artifactKeys().containsKey(file)
          && !terms.debrisWithoutKey().contains(file)
          && !isAdopted(remains, file, golden, terms)) {
        return Optional.of("the file of " + file + " has no key");
      }
    }
    for (Map.Entry<String, Remains.Artifact> other : remains.otherFiles().entrySet()) {
      if (remains.fileOf(other.getValue()).isEmpty()) {
        return Optional.of(other.getKey() + " stands beside nothing");
      }
    }
    for (ChunkId chunk : remains.hotDirectories()) {
      if (!remains.hotKeys().containsKey(chunk) && !terms.hotWithoutKey().contains(chunk)) {
        return Optional.of("the hot directory of chunk " + chunk + " has no key");
      }
    }
    return Optional.empty();
  }

  /** Whether a file is a sound pack of a chunk that is to be adopted. */
  static boolean isAdopted(
      Remains remains,
      Remains.Artifact file,
      Map<Remains.Artifact, ByteBuffer> golden,
      Terms terms) {
    return file.kind().equals(ArtifactKind.LEDGERS)
        && terms.packsWithoutKey().contains(file.chunk())
        && remains.fileOf(file).equals(Optional.ofNullable(golden.get(file)));
  }
}
