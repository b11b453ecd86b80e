package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a native library cannot be loaded. This is permanent for the process: the JVM does not
 * try again.
 */
public final class NativeLibraryUnavailable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String library;
  private final String directory;
  private final String libraryPath;

  /**
   * Creates the failure.
   *
   * @param library the library's name
   * @param directory the directory that it is extracted to if it is not on the library path
   * @param libraryPath the property {@code java.library.path}
   * @param cause what the JVM or the library said
   */
  public NativeLibraryUnavailable(
      String library, String directory, String libraryPath, @Nullable Throwable cause) {
    super(
        "the native library "
            + library
            + " cannot be loaded, neither from java.library.path ("
            + libraryPath
            + ") nor from the temporary directory "
            + directory,
        cause,
        Remedy.OPERATOR);
    this.library = library;
    this.directory = directory;
    this.libraryPath = libraryPath;
  }

  /** The library's name. */
  public String library() {
    return library;
  }

  /** The directory that it is extracted to if it is not on the library path. */
  public String directory() {
    return directory;
  }

  /** The property {@code java.library.path}. */
  public String libraryPath() {
    return libraryPath;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-NATIVE",
            "the native library "
                + library
                + " cannot be loaded; the directory it is extracted to is "
                + directory,
            "let files in "
                + directory
                + " be made and executed: its volume may be full, read-only or mounted noexec",
            "or name another directory with -Djava.io.tmpdir=DIR",
            "or unpack the library from its jar once, and name its directory with"
                + " -Djava.library.path=DIR (it is now "
                + libraryPath
                + ")"));
  }
}
