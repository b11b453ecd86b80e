package dev.permafrost.ports.natives;

import dev.permafrost.ports.failure.NativeLibraryUnavailable;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A native library that an adapter uses, loaded before the first class that needs it. If loading
 * fails, every later call throws the same failure: a library that did not load may leave classes
 * behind that are unusable or that block. Thread-safe.
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
   * Describes a library; loads nothing yet.
   *
   * @param name the library's name
   * @param directory where the library extracts itself to, if not to the temporary directory
   * @param loading loads it, or throws; called once
   */
  public NativeLibrary(String name, Supplier<Optional<String>> directory, Runnable loading) {
    this.name = name;
    this.directory = directory;
    this.loading = loading;
  }

  /**
   * Loads the library if it is not loaded yet.
   *
   * @throws NativeLibraryUnavailable if it cannot be loaded; then also on every later call
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
