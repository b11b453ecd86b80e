package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * I2: a frozen artifact exists and is complete. It has, byte for byte, the content of the file that
 * was made without any crash, and that file was opened and verified. Where a scenario begins with a
 * pack that is gone, it may stay away; it may not come back with other bytes.
 */
final class FrozenIsComplete implements Invariant {

  private final Map<Remains.Artifact, ByteBuffer> golden;

  private final Terms terms;

  FrozenIsComplete(Map<Remains.Artifact, ByteBuffer> golden, Terms terms) {
    this.golden = Map.copyOf(golden);
    this.terms = terms;
  }

  @Override
  public String name() {
    return "I2 frozen is complete";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    for (Map.Entry<Remains.Artifact, String> key : remains.artifactKeys().entrySet()) {
      if (key.getValue().equals("frozen")) {
        Optional<ByteBuffer> file = remains.fileOf(key.getKey());
        if (file.isEmpty() && isLost(key.getKey())) {
          continue;
        }
        if (file.isEmpty()) {
          return Optional.of(key.getKey() + " is frozen and has no file");
        }
        if (!file.get().equals(golden.get(key.getKey()))) {
          return Optional.of(
              key.getKey() + " is frozen with " + file.get().remaining() + " other bytes");
        }
      }
    }
    return Optional.empty();
  }

  private boolean isLost(Remains.Artifact artifact) {
    return artifact.kind().equals(ArtifactKind.LEDGERS)
        && terms.packsLost().contains(artifact.chunk());
  }
}
