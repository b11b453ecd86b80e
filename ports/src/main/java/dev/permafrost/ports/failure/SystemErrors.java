package dev.permafrost.ports.failure;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/**
 * Translates errors of the operating system into this layer's failures, for all adapters.
 *
 * <p>The JDK has exception types for a missing file and for denied access, and drops the number of
 * every other error. So the state of the volume and of the process decides, in this order: free
 * descriptors, read-only or not writable, free bytes, free files. The text of the error decides
 * only where the state shows nothing: an error of the device overrides all of these, a quota shows
 * in no state, and space may have become free again. The texts are known in English and, as far as
 * they can be found out, in the language of the process.
 */
public final class SystemErrors {

  /** The kinds of error that are distinguished. */
  public enum Kind {
    /** The access is denied, or the volume is read-only. */
    DENIED,
    /** The volume has no bytes left. */
    NO_SPACE,
    /** The volume has bytes left, but can hold no more files. */
    NO_FILES,
    /** The quota is used up. */
    QUOTA,
    /** The system reports no space, but there is some: space or files were freed since. */
    NO_SPACE_BEFORE,
    /** This process, or the machine, may open no more files. */
    NO_DESCRIPTORS,
    /** The file system does not support the operation. */
    UNSUPPORTED,
    /** Anything else; a later try may help. */
    OTHER
  }

  private static final String SYNC = "sync";

  private SystemErrors() {}

  /** The kind of an error of a read or a look-up. */
  public static Kind kindOfRead(IOException error, SystemState state) {
    if (error instanceof AccessDeniedException) {
      return Kind.DENIED;
    }
    return isOfAType(error) ? Kind.OTHER : kindOf(SystemWords.said(error), false, state);
  }

  /** The kind of an error of writing, creating, removing or syncing. */
  public static Kind kindOfWrite(IOException error, SystemState state) {
    if (error instanceof AccessDeniedException) {
      return Kind.DENIED;
    }
    return isOfAType(error) ? Kind.OTHER : kindOf(SystemWords.said(error), true, state);
  }

  /**
   * The kind of an error of which only the text is left.
   *
   * @param words the operating system's text, perhaps with other text; must not contain a path
   * @param isWrite whether the operation was to change something
   */
  public static Kind kindOf(String words, boolean isWrite, SystemState state) {
    String said = words.toLowerCase(Locale.ROOT);
    if (SystemWords.DEVICE.areIn(said)) {
      return Kind.OTHER;
    }
    if (!state.hasDescriptors()) {
      return Kind.NO_DESCRIPTORS;
    }
    if (isWrite) {
      Kind kind = kindOfWrite(said, state);
      if (kind != Kind.OTHER) {
        return kind;
      }
    }
    if (SystemWords.DENIED.areIn(said)) {
      return Kind.DENIED;
    }
    if (SystemWords.UNSUPPORTED.areIn(said)) {
      return Kind.UNSUPPORTED;
    }
    return SystemWords.NO_DESCRIPTORS.areIn(said) ? Kind.NO_DESCRIPTORS : Kind.OTHER;
  }

  private static Kind kindOfWrite(String said, SystemState state) {
    if (state.refusesWrites()) {
      return Kind.DENIED;
    }
    if (state.isFull()) {
      return Kind.NO_SPACE;
    }
    if (SystemWords.QUOTA.areIn(said)) {
      return Kind.QUOTA;
    }
    if (!SystemWords.UNSUPPORTED.areIn(said) && state.filesLeft().orElse(1) == 0) {
      return Kind.NO_FILES;
    }
    return SystemWords.NO_SPACE.areIn(said) ? Kind.NO_SPACE_BEFORE : Kind.OTHER;
  }

  /** Whether the JDK has a type for the error, so that the text is not needed. */
  private static boolean isOfAType(IOException error) {
    return error instanceof AccessDeniedException
        || error instanceof NoSuchFileException
        || error instanceof FileAlreadyExistsException
        || error instanceof DirectoryNotEmptyException
        || error instanceof NotDirectoryException
        || error instanceof ClosedChannelException;
  }

  /** Whether an error says that the file system does not support the operation. */
  public static boolean isUnsupported(IOException error) {
    return !isOfAType(error) && SystemWords.UNSUPPORTED.areIn(SystemWords.said(error));
  }

  /** Whether an error says that a device failed. */
  public static boolean isOfDevice(IOException error) {
    return !isOfAType(error) && SystemWords.DEVICE.areIn(SystemWords.said(error));
  }

  /**
   * Translates an error of writing, creating or removing.
   *
   * @param action what was tried, as a verb
   * @param path what was accessed
   */
  public static StorageFailure translate(
      IOException error, String action, String path, SystemState state) {
    UnusablePath wrong = isOfAType(error) ? null : PathRules.explain(path, state);
    if (wrong != null) {
      return wrong;
    }
    Kind kind = kindOfWrite(error, state);
    return kind == Kind.DENIED
        ? new PermissionDenied(path, action, error)
        : noSpace(kind, action, path, error, new StorageUnavailable(path, action, error));
  }

  /**
   * Translates an error of a read or a look-up.
   *
   * @param action what was tried, as a verb
   * @param path what was accessed
   */
  public static StorageFailure translateRead(
      IOException error, String action, String path, SystemState state) {
    UnusablePath wrong = isOfAType(error) ? null : PathRules.explain(path, state);
    if (wrong != null) {
      return wrong;
    }
    return kindOfRead(error, state) == Kind.DENIED
        ? new PermissionDenied(path, action, error)
        : new StorageUnavailable(path, action, error);
  }

  /**
   * Translates a failed sync of an open file. It is final, whatever the reason, see {@link
   * #isFinal}.
   *
   * @param path what was to be synced
   */
  public static StorageFailure translateSync(IOException error, String path, SystemState state) {
    return isUnsupported(error)
        ? new UnfitFileSystem(path, UnfitFileSystem.Lack.FILE_SYNC, error)
        : finalSync(error, path, state);
  }

  /**
   * Translates a failed sync of a directory. If the directory could not even be opened, nothing was
   * synced and nothing was lost; everything else is final. The JDK names the path in an error of
   * opening, and not in an error of syncing.
   *
   * @param path what was to be synced
   */
  public static StorageFailure translateDirectorySync(
      IOException error, String path, SystemState state) {
    if (isUnsupported(error)) {
      return new UnfitFileSystem(path, UnfitFileSystem.Lack.DIRECTORY_SYNC, error);
    }
    if (error instanceof FileSystemException) {
      Kind kind = kindOfRead(error, state);
      if (kind == Kind.DENIED) {
        return new PermissionDenied(path, SYNC, error);
      }
      if (kind == Kind.NO_DESCRIPTORS) {
        return new StorageUnavailable(path, SYNC, error);
      }
    }
    return finalSync(error, path, state);
  }

  private static StorageFailure finalSync(IOException error, String path, SystemState state) {
    Kind kind = kindOfWrite(error, state);
    return noSpace(kind, SYNC, path, error, new DurabilityFailure(path, error));
  }

  /**
   * Whether a failure comes from a sync that had begun. What it covered may be lost, even if a
   * second sync succeeds.
   */
  public static boolean isFinal(StorageFailure failure) {
    return failure instanceof DurabilityFailure
        || failure instanceof UnfitFileSystem
        || (failure instanceof NoSpace full && full.action().equals(SYNC));
  }

  private static StorageFailure noSpace(
      Kind kind, String action, String path, IOException error, StorageFailure otherwise) {
    return switch (kind) {
      case NO_SPACE -> new NoSpace(path, action, NoSpace.Shortage.BYTES, error);
      case NO_FILES -> new NoSpace(path, action, NoSpace.Shortage.FILES, error);
      case QUOTA -> new NoSpace(path, action, NoSpace.Shortage.QUOTA, error);
      case NO_SPACE_BEFORE -> new NoSpace(path, action, NoSpace.Shortage.UNTOLD, error);
      default -> otherwise;
    };
  }
}
