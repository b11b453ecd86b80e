package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be read is not damage. */
class PackReadFailureTest {

  private static final LedgerRange RANGE = new LedgerRange(2, 9);

  private final MemoryPacks packs = new MemoryPacks();

  @AfterEach
  void nothingStaysOpen() {
    packs.vfs().hook(MemoryVfs.Hook.NONE);
    packs.assertNothingIsOut();
  }

  private void failOn(String failing, IOException error) {
    packs
        .vfs()
        .hook(
            (operation, path) -> {
              if (operation.equals(failing)) {
                throw error;
              }
            });
  }

  @Test
  void tooManyFilesADeniedAccessAndAFailingDiskAreToldApartFromDamage() {
    packs.put(PackBytes.of(RANGE, frames()));

    failOn("openRead", new FileSystemException("x", null, "Too many open files"));
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> packs.open(RANGE));
    failOn("openRead", new AccessDeniedException("x"));
    assertThatExceptionOfType(PermissionDenied.class).isThrownBy(() -> packs.open(RANGE));
    failOn("readAt", new IOException("Input/output error"));
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> packs.open(RANGE))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(packs.path().toString()));
  }

  @Test
  void aCursorWhoseReadFailedLendsNothingOfWhatItReadBefore() {
    List<byte[]> frames = frames();
    packs.put(PackBytes.of(RANGE, frames));
    try (LedgerPack pack = packs.packs().open(MemoryPacks.CHUNK, RANGE);
        FrameCursor cursor = pack.scan(RANGE)) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.next()).isTrue();
      failOn("readAt", new IOException("Input/output error"));
      assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> drain(cursor));
      packs.vfs().hook(MemoryVfs.Hook.NONE);

      long last = 0;
      while (cursor.next()) {
        last = cursor.sequence();
        assertThat(cursor.borrowedFrame())
            .isEqualTo(ByteBuffer.wrap(frames.get((int) (last - RANGE.first()))));
      }
      assertThat(last).isEqualTo(RANGE.last());
    }
  }

  private static void drain(FrameCursor cursor) {
    while (cursor.next()) {
      assertThat(cursor.borrowedFrame().hasRemaining()).isTrue();
    }
  }

  /** So large that three of them fill a block of a scan. */
  private static List<byte[]> frames() {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < RANGE.length(); i++) {
      byte[] frame = new byte[700_000];
      Arrays.fill(frame, (byte) i);
      frames.add(frame);
    }
    return frames;
  }
}
