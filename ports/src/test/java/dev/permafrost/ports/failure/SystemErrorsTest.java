package dev.permafrost.ports.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the operating system says becomes the failure that says who can help. */
final class SystemErrorsTest {

  private static final Path PATH = Path.of("/no space left/read-only file system");

  private static StorageFailure translate(IOException error) {
    return SystemErrors.translate(error, "write", PATH.toString());
  }

  private static IOException error(String reason) {
    return new FileSystemException(PATH.toString(), null, reason);
  }

  @Test
  void deniedReadOnlyAndNotPermittedAreOneThingToAnOperator() {
    assertThat(translate(new AccessDeniedException("x"))).isInstanceOf(PermissionDenied.class);
    assertThat(translate(error("Read-only file system"))).isInstanceOf(PermissionDenied.class);
    assertThat(translate(error("Operation not permitted"))).isInstanceOf(PermissionDenied.class);
  }

  @Test
  void aFullVolumeAndAnExceededQuotaAreNoSpace() {
    assertThat(translate(error("No space left on device"))).isInstanceOf(NoSpace.class);
    assertThat(translate(new IOException("No space left on device"))).isInstanceOf(NoSpace.class);
    assertThat(translate(new IOException("Disk quota exceeded"))).isInstanceOf(NoSpace.class);
  }

  @Test
  void anythingElseMayPassAndAPathIsNeverTakenForAReason() {
    assertThat(translate(error("Too many open files"))).isInstanceOf(StorageUnavailable.class);
    assertThat(translate(error("Input/output error"))).isInstanceOf(StorageUnavailable.class);
    assertThat(translate(new ClosedChannelException())).isInstanceOf(StorageUnavailable.class);
    assertThat(translate(new FileSystemException(PATH.toString())))
        .isInstanceOf(StorageUnavailable.class);
  }

  @Test
  void aFailedSyncIsADurabilityFailureWhateverItsReasonButForADirectoryNotOpened() {
    assertThat(sync(error("Input/output error"))).isInstanceOf(DurabilityFailure.class);
    assertThat(sync(error("No space left on device"))).isInstanceOf(DurabilityFailure.class);
    assertThat(sync(error("Too many open files"))).isInstanceOf(StorageUnavailable.class);
    assertThat(sync(new AccessDeniedException("x"))).isInstanceOf(PermissionDenied.class);
  }

  private static StorageFailure sync(IOException error) {
    return SystemErrors.translateSync(error, PATH.toString());
  }

  @Test
  void aFailureKeepsItsCauseAndNamesThePath() {
    IOException cause = error("Input/output error");

    assertThat(translate(cause)).hasCause(cause).hasMessageContaining(PATH.toString());
  }
}
