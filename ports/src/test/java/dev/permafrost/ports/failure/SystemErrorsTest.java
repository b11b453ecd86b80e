package dev.permafrost.ports.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operating system says becomes the failure that says who can help. */
final class SystemErrorsTest {

  private static final Path PATH = Path.of("/no space left/read-only file system");

  private static StorageFailure translate(IOException error) {
    return SystemErrors.translate(error, "write", PATH.toString(), SystemState.UNKNOWN);
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
  void aFailedSyncIsFinalWhateverItsReasonButForADirectoryNotOpened() {
    for (String reason : List.of("Input/output error", "No space left on device", "odd")) {
      assertThat(SystemErrors.isFinal(syncDirectory(error(reason)))).as(reason).isTrue();
    }
    for (IOException any :
        List.of(
            new IOException("Too many open files"),
            new IOException("Permission denied"),
            error("Too many open files"),
            new AccessDeniedException("x"))) {
      assertThat(SystemErrors.isFinal(sync(any))).as("%s", any).isTrue();
    }
    assertThat(syncDirectory(error("Too many open files"))).isInstanceOf(StorageUnavailable.class);
    assertThat(syncDirectory(new AccessDeniedException("x"))).isInstanceOf(PermissionDenied.class);
    assertThat(SystemErrors.isFinal(syncDirectory(new IOException("Too many open files"))))
        .as("the directory was open")
        .isTrue();
  }

  @Test
  void noSpaceOrQuotaToldAtASyncIsNoSpaceAndNoErrorOfTheDisk() {
    for (IOException full :
        List.of(
            new IOException("No space left on device"), new IOException("Disk quota exceeded"))) {
      for (StorageFailure failure : List.of(sync(full), syncDirectory(full))) {
        assertThat(failure).isInstanceOf(NoSpace.class);
        assertThat(failure.notice().orElseThrow().steps().get(0).words())
            .doesNotContain("errors of the disk");
      }
    }
    assertThat(shortage(sync(new IOException("Disk quota exceeded"))))
        .isEqualTo(NoSpace.Shortage.QUOTA);
    assertThat(sync(new IOException("Input/output error"))).isInstanceOf(DurabilityFailure.class);
  }

  @Test
  void aFileSystemThatCannotSyncIsSaidToBeUnfit() {
    for (String words :
        List.of("Invalid argument", "Operation not supported", "Function not implemented")) {
      assertThat(syncDirectory(new IOException(words)))
          .isInstanceOf(UnfitFileSystem.class)
          .hasMessageContaining("this file system cannot sync directories");
      assertThat(sync(new IOException(words)))
          .isInstanceOf(UnfitFileSystem.class)
          .hasMessageContaining("this file system cannot sync files");
    }
  }

  private static StorageFailure sync(IOException error) {
    return SystemErrors.translateSync(error, PATH.toString(), SystemState.UNKNOWN);
  }

  private static StorageFailure syncDirectory(IOException error) {
    return SystemErrors.translateDirectorySync(error, PATH.toString(), SystemState.UNKNOWN);
  }

  private static NoSpace.Shortage shortage(StorageFailure failure) {
    return ((NoSpace) failure).shortage();
  }

  @Test
  void aFailureKeepsItsCauseAndNamesThePath() {
    IOException cause = error("Input/output error");

    assertThat(translate(cause)).hasCause(cause).hasMessageContaining(PATH.toString());
  }
}
