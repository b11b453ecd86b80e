package dev.permafrost.fs;

import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Translates the errors of files into this layer's failures: the only place of the adapter that
 * knows both.
 *
 * <p>The JDK has types for a missing file and for a denied access; of all other errors only the
 * operating system's text is left, so that is what is looked at.
 */
final class FileFailures {

  private FileFailures() {}

  /**
   * What an error means for its caller.
   *
   * @param action what was tried, as a verb
   */
  static StorageFailure translate(IOException error, String action, Path path) {
    if (isDenied(error)) {
      return new PermissionDenied(path.toString(), action, error);
    }
    if (says(error, "no space left") || says(error, "quota exceeded")) {
      return new NoSpace(path.toString(), action, error);
    }
    return new StorageUnavailable(path.toString(), action, error);
  }

  /**
   * What a failed sync means. That the directory could not even be opened is told apart: nothing
   * was synced then, and nothing was lost by trying.
   */
  static StorageFailure translateSync(IOException error, Path path) {
    if (isDenied(error)) {
      return new PermissionDenied(path.toString(), "sync", error);
    }
    if (says(error, "too many open files")) {
      return new StorageUnavailable(path.toString(), "sync", error);
    }
    return new DurabilityFailure(path.toString(), error);
  }

  private static boolean isDenied(IOException error) {
    return error instanceof AccessDeniedException
        || says(error, "read-only file system")
        || says(error, "operation not permitted");
  }

  /** Looks at the reason alone where there is one: a path may contain any words. */
  private static boolean says(IOException error, String words) {
    String text =
        error instanceof FileSystemException specific ? specific.getReason() : error.getMessage();
    return text != null && text.toLowerCase(Locale.ROOT).contains(words);
  }
}
