package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileFailuresTest {

  private static final Path PATH = Path.of("/no space left/read-only file system");

  private static StorageFailure translate(IOException error) {
    return FileFailures.translate(error, "write", PATH);
  }

  private static IOException error(String reason) {
    return new FileSystemException(PATH.toString(), null, reason);
  }

  @Test
  void denied_read_only_and_not_permitted_are_one_thing_to_an_operator() {
    assertThat(translate(new AccessDeniedException("x"))).isInstanceOf(PermissionDenied.class);
    assertThat(translate(error("Read-only file system"))).isInstanceOf(PermissionDenied.class);
    assertThat(translate(error("Operation not permitted"))).isInstanceOf(PermissionDenied.class);
  }

  @Test
  void a_full_volume_and_an_exceeded_quota_are_no_space() {
    assertThat(translate(error("No space left on device"))).isInstanceOf(NoSpace.class);
    assertThat(translate(new IOException("No space left on device"))).isInstanceOf(NoSpace.class);
    assertThat(translate(new IOException("Disk quota exceeded"))).isInstanceOf(NoSpace.class);
  }

  @Test
  void anything_else_may_pass_and_a_path_is_never_taken_for_a_reason() {
    assertThat(translate(error("Too many open files"))).isInstanceOf(StorageUnavailable.class);
    assertThat(translate(error("Input/output error"))).isInstanceOf(StorageUnavailable.class);
    assertThat(translate(new ClosedChannelException())).isInstanceOf(StorageUnavailable.class);
    assertThat(translate(new FileSystemException(PATH.toString())))
        .isInstanceOf(StorageUnavailable.class);
  }

  @Test
  void a_failed_sync_is_a_durability_failure_whatever_its_reason_but_for_a_directory_not_opened() {
    assertThat(sync(error("Input/output error"))).isInstanceOf(DurabilityFailure.class);
    assertThat(sync(error("No space left on device"))).isInstanceOf(DurabilityFailure.class);
    assertThat(sync(error("Too many open files"))).isInstanceOf(StorageUnavailable.class);
    assertThat(sync(new AccessDeniedException("x"))).isInstanceOf(PermissionDenied.class);
  }

  private static StorageFailure sync(IOException error) {
    return FileFailures.translateSync(error, PATH);
  }

  @Test
  void a_failure_keeps_its_cause_and_names_the_path() {
    IOException cause = error("Input/output error");

    assertThat(translate(cause)).hasCause(cause).hasMessageContaining(PATH.toString());
  }
}
