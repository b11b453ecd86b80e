package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.permafrost.ports.roots.RootRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much room there is, and where it is the same room. */
final class VolumeSpaceTest {

  /** Has no sizes. */
  private static final Path PROC = Path.of("/proc/self");

  @TempDir Path temporary;

  @Test
  void aPathThatDoesNotExistYetIsOnTheVolumeThatItWouldBeOn() {
    VolumeSpace there = VolumeSpace.of(temporary);
    VolumeSpace later = VolumeSpace.of(temporary.resolve("a/../b/c"));

    assertThat(later.volume()).isEqualTo(there.volume());
    assertThat(there.isKnown()).isTrue();
    assertThat(there.freeBytes()).isBetween(0L, there.totalBytes());
  }

  @Test
  void whereTheFileSystemHasNoSizesTheSpaceIsUnknownAndNotNone() {
    assumeThat(PROC).exists();

    assertThat(VolumeSpace.of(PROC).isKnown()).isFalse();
    assertThat(VolumeSpace.of(PROC).volume()).isNotEqualTo(VolumeSpace.of(temporary).volume());
  }

  @Test
  void aRootThatIsNotThereOrWhoseFileSystemDoesNotSayIsLeftOut() throws IOException {
    assumeThat(PROC).exists();
    Path cold = Files.createDirectory(temporary.resolve("cold"));

    assertThat(RootSpace.of(new RootPaths(temporary.resolve("catalog"), PROC, cold)))
        .extracting(RootSpace::role)
        .containsExactly(RootRole.COLD);
  }
}
