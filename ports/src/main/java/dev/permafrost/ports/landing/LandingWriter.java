package dev.permafrost.ports.landing;

import dev.permafrost.ports.artifact.ArtifactSink;

/**
 * Writes the file of one attempt: append, {@link #publish}, close. One thread at a time. {@link
 * #close} publishes nothing, and removes what only this attempt has a name for.
 */
public interface LandingWriter extends ArtifactSink, AutoCloseable {

  /**
   * Makes the file appear under its chunk's name. Its bytes, and then that name, are durable when
   * this returns. Where a file has the name already, equal bytes are success: that file is made
   * durable, and stays.
   *
   * <p>If it throws, the name may or may not be there; where it is, it leads to a whole file, whose
   * bytes are durable. Nothing may be appended afterwards, and it is not tried again with this
   * writer.
   *
   * @return the file under the chunk's name
   * @throws dev.permafrost.ports.failure.LandingTaken if a file with other bytes has the name; it
   *     is left as it is
   * @throws dev.permafrost.ports.failure.StorageFailure of the place
   */
  LandedFile publish();

  /** Removes the attempt's own name, if it has one; closing twice is harmless. */
  @Override
  void close();
}
