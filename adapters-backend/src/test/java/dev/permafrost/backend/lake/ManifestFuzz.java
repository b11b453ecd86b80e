package dev.permafrost.backend.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.permafrost.backend.LakeLab;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.util.List;

/** Any bytes as a lake's manifest. */
public final class ManifestFuzz implements FuzzTarget {

  private static final String SOUND = LakeLab.manifest(LakeLab.shape(8, 10));

  /** Makes the target. */
  public ManifestFuzz() {}

  @Override
  public List<byte[]> seeds() {
    return List.of(
        SOUND.getBytes(UTF_8),
        SOUND.replace("}", ",\"later\":{\"a\":[1,true,null,1.5e3,\"\\u00e9\"]}}").getBytes(UTF_8),
        SOUND.replace("8", "4294967297").getBytes(UTF_8),
        "[".repeat(40).getBytes(UTF_8));
  }

  @Override
  public void give(byte[] input) {
    if (input.length > Manifest.LARGEST_BYTES) {
      return; // Such a body is refused before it is read.
    }
    try {
      Manifest manifest = Manifest.read(input, "the manifest");
      LakeLayout layout = manifest.layout();
      boolean isSensible =
          !manifest.network().isBlank()
              && layout.ledgersPerBatch() >= 1
              && layout.ledgersPerBatch() <= LakeOptions.MOST_PER_BATCH
              && layout.batchesPerPartition() >= 1
              && layout.batchesPerPartition() <= LakeOptions.MOST_PER_BATCH;
      if (!isSensible) {
        throw new IllegalStateException("accepted: " + manifest);
      }
      layout.key(layout.largestIndex(), LakeExtension.ZST);
    } catch (LakeDamage declared) {
      // As it must be.
    }
  }
}
