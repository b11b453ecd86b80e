package dev.permafrost.ports.artifact;

/**
 * Writes one new file at its canonical path: append, {@link #finish}, {@link #makeDurable}, close.
 * Not thread-safe.
 *
 * <p>{@link #close} never commits anything. Closing an unfinished writer removes the partial file.
 * That removal is not durable; a sweep or the next attempt unlinks what is left.
 */
public interface ArtifactWriter extends ArtifactSink, AutoCloseable {

  /** Writes out what is buffered; nothing may be appended afterwards. Not durable yet. */
  void finish();

  /**
   * Syncs the file through the channel that wrote it, then every directory from the file's own up
   * to the cold root. The file is durable and reachable when this returns.
   *
   * @throws IllegalStateException if the writer was not finished
   */
  void makeDurable();

  /** Unlinks the finished file because its attempt failed, then closes. */
  void abandon();

  /** Closes the file; removes it if it was never finished; closing twice has no effect. */
  @Override
  void close();
}
