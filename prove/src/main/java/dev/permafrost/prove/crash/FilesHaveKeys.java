package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/** I3: every artifact and every hot directory on disk is named by a key. */
final class FilesHaveKeys implements Invariant {

  @Override
  public String name() {
    return "I3 files have keys";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    for (Remains.Artifact file : remains.artifactFiles()) {
      if (!remains.artifactKeys().containsKey(file)) {
        return Optional.of("the file of " + file + " has no key");
      }
    }
    for (ChunkId chunk : remains.hotDirectories()) {
      if (!remains.hotKeys().containsKey(chunk)) {
        return Optional.of("the hot directory of chunk " + chunk + " has no key");
      }
    }
    return Optional.empty();
  }
}
