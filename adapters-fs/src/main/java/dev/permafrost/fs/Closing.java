package dev.permafrost.fs;

/** Closes what a failure leaves open; the first failure wins, a later one is suppressed onto it. */
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
