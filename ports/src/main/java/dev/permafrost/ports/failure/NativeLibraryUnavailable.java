package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A native library could not be loaded. It stays so in this process: the JVM does not try again.
 */
public final class NativeLibraryUnavailable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String library;
  private final String directory;
  private final String libraryPath;

  /**
   * Makes one of its facts.
   *
   * @param library the library's name
   * @param directory the directory that it is extracted to where it is not on the library path
   * @param libraryPath what the property {@code java.library.path} says
   * @param cause what the JVM or the library said
   */
  public NativeLibraryUnavailable(
      String library, String directory, String libraryPath, @Nullable Throwable cause) {
    super(
        "the native library "
            + library
            + " cannot be loaded, neither from java.library.path ("
            + libraryPath
            + ") nor by way of the temporary directory "
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

  /** The directory that it is extracted to where it is not on the library path. */
  public String directory() {
    return directory;
  }

  /** What the property {@code java.library.path} says. */
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
