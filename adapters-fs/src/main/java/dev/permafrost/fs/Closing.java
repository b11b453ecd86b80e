package dev.permafrost.fs;

/** Closes files after a failure; the first failure is thrown, later ones are suppressed. */
final class Closing {

  private Closing() {}

  /**
   * Closes a file after a failure.
   *
   * @return never; so that a caller can write {@code throw}
   */
  static RuntimeException after(Throwable failure, DiskFile file) {
    try {
      file.close();
    } catch (RuntimeException later) {
      failure.addSuppressed(later);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
