package dev.permafrost.ports.natives;

import dev.permafrost.ports.failure.NativeLibraryUnavailable;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A native library that an adapter uses, loaded before the first class that needs it is. What fails
 * then is told as a failure of this layer, and told again each time: a library that did not load
 * may leave classes behind that cannot be used, or that wait for it. Safe for several threads.
 */
public final class NativeLibrary {

  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String LIBRARY_PATH = "java.library.path";

  private final String name;
  private final Supplier<Optional<String>> directory;
  private final Runnable loading;
  private boolean isLoaded;
  private @Nullable Throwable problem;

  /**
   * Describes one; nothing is loaded.
   *
   * @param name the library's name
   * @param directory where the library extracts itself to, if that is not the temporary directory
   * @param loading loads it, and throws where that cannot be; called once
   */
  public NativeLibrary(String name, Supplier<Optional<String>> directory, Runnable loading) {
    this.name = name;
    this.directory = directory;
    this.loading = loading;
  }

  /**
   * Loads the library, unless that is done.
   *
   * @throws NativeLibraryUnavailable if it cannot be loaded, now and in this process ever
   */
  public synchronized void require() {
    if (!isLoaded && problem == null) {
      load();
    }
    if (problem != null) {
      throw new NativeLibraryUnavailable(
          name,
          directory.get().orElseGet(() -> System.getProperty(TEMPORARY, "")),
          System.getProperty(LIBRARY_PATH, ""),
          problem);
    }
  }

  private void load() {
    try {
      loading.run();
      isLoaded = true;
    } catch (LinkageError | RuntimeException e) {
      problem = e;
    }
  }
}
