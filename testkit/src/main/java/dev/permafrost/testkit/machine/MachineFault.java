package dev.permafrost.testkit.machine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** How an operation of a simulated machine fails, in the words of the operating system. */
public enum MachineFault {
  /** The device failed. */
  IO_ERROR("Input/output error"),
  /** The volume, or a quota on it, is full. */
  NO_SPACE("No space left on device"),
  /** The volume or its directory does not let this process in. */
  NO_PERMISSION("Permission denied"),
  /** The process, or the machine, has no descriptor left. */
  TOO_MANY_OPEN_FILES("Too many open files");

  private final String words;

  MachineFault(String words) {
    this.words = words;
  }

  /** What the operating system says. */
  public String words() {
    return words;
  }

  /** The error of a file system, of the type that the JDK has for it. */
  public IOException on(Path path) {
    return this == NO_PERMISSION
        ? new AccessDeniedException(path.toString())
        : new FileSystemException(path.toString(), null, words);
  }

  /**
   * Whether a directory's sync that fails so was begun: a directory is opened to be synced, and
   * what cannot be opened loses nothing.
   */
  boolean isMetByADirectorysSync() {
    return this == IO_ERROR || this == NO_SPACE;
  }
}
