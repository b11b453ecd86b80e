package dev.permafrost.ports.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/**
 * Translates the errors of the operating system into this layer's failures: the one translator of
 * all adapters.
 *
 * <p>The JDK has types for a missing file and for a denied access. Of all other errors only the
 * operating system's words are left, so the words decide.
 */
public final class SystemErrors {

  /** The kinds of error that are told apart. */
  public enum Kind {
    /** The access is denied, or the volume is read-only. */
    DENIED,
    /** The volume, or what its owner may use of it, is full. */
    NO_SPACE,
    /** This process, or the machine, may open no more files. */
    NO_DESCRIPTORS,
    /** Anything else; a later try may help. */
    OTHER
  }

  private static final List<String> DENIED =
      List.of("permission denied", "operation not permitted", "read-only file system");
  private static final List<String> NO_SPACE =
      List.of("no space left", "quota exceeded", "nospace");
  private static final List<String> NO_DESCRIPTORS = List.of("too many open files");

  private SystemErrors() {}

  /** The kind of an error. */
  public static Kind kindOf(IOException error) {
    if (error instanceof AccessDeniedException) {
      return Kind.DENIED;
    }
    // The reason alone where there is one: a path may contain any words.
    String words =
        error instanceof FileSystemException specific ? specific.getReason() : error.getMessage();
    return words == null ? Kind.OTHER : kindOf(words);
  }

  /** The kind of error that words of the operating system tell, which must not contain a path. */
  public static Kind kindOf(String words) {
    String lowered = words.toLowerCase(Locale.ROOT);
    if (containsAny(lowered, DENIED)) {
      return Kind.DENIED;
    }
    if (containsAny(lowered, NO_SPACE)) {
      return Kind.NO_SPACE;
    }
    return containsAny(lowered, NO_DESCRIPTORS) ? Kind.NO_DESCRIPTORS : Kind.OTHER;
  }

  private static boolean containsAny(String text, List<String> words) {
    return words.stream().anyMatch(text::contains);
  }

  /**
   * What an error means for its caller.
   *
   * @param action what was tried, as a verb
   * @param path what was accessed
   */
  public static StorageFailure translate(IOException error, String action, String path) {
    return switch (kindOf(error)) {
      case DENIED -> new PermissionDenied(path, action, error);
      case NO_SPACE -> new NoSpace(path, action, error);
      case NO_DESCRIPTORS, OTHER -> new StorageUnavailable(path, action, error);
    };
  }

  /**
   * What a failed sync means. That the file or directory could not even be opened is told apart:
   * nothing was synced then, and nothing was lost by trying.
   *
   * @param path what was to be synced
   */
  public static StorageFailure translateSync(IOException error, String path) {
    return switch (kindOf(error)) {
      case DENIED -> new PermissionDenied(path, "sync", error);
      case NO_DESCRIPTORS -> new StorageUnavailable(path, "sync", error);
      case NO_SPACE, OTHER -> new DurabilityFailure(path, error);
    };
  }
}
