package dev.permafrost.ports.landing;

import dev.permafrost.ports.artifact.ArtifactSink;

/**
 * Writes the file of one attempt: append, {@link #publish}, close. Not thread-safe. {@link #close}
 * publishes nothing, and removes the attempt's own file name.
 */
public interface LandingWriter extends ArtifactSink, AutoCloseable {

  /**
   * Makes the file appear under its chunk's name. When this returns, its bytes and that name are
   * durable. If the name is already taken by a file with equal bytes, that file is made durable and
   * kept, and this succeeds.
   *
   * <p>If it throws, the name may or may not exist; if it does, it leads to a whole file with
   * durable bytes. Afterwards nothing may be appended, and this writer does not try again.
   *
   * @return the file under the chunk's name
   * @throws dev.permafrost.ports.failure.LandingTaken if a file with other bytes has the name; it
   *     is left as it is
   * @throws dev.permafrost.ports.failure.StorageFailure of the place
   */
  LandedFile publish();

  /** Removes the attempt's own name, if it has one; closing twice has no effect. */
  @Override
  void close();
}
