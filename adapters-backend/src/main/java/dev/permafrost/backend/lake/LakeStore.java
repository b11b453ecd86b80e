package dev.permafrost.backend.lake;

import dev.permafrost.backend.access.Locations;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.RequestRunner;
import dev.permafrost.backend.transport.ResponseOutcome;
import dev.permafrost.ports.failure.StorageFailure;
import java.net.URI;
import java.util.Optional;

/**
 * The place that holds a lake's objects, asked about one key at a time. It remembers whether
 * anything could be read there, because a store that does not let its readers list says 403 of what
 * is missing: that means absent once something else was there to be read, and forbidden before.
 *
 * <p>Safe for several threads.
 */
public final class LakeStore {

  private final URI base;
  private final RequestRunner runner;
  private volatile boolean hasBeenRead;

  LakeStore(URI base, RequestRunner runner) {
    this.base = base;
    this.runner = runner;
  }

  /** The lake's root. */
  URI base() {
    return base;
  }

  /** The address of a key. */
  public URI address(String key) {
    return URI.create(base + key);
  }

  /** A key's name, for messages. */
  String location(String key) {
    return Locations.withoutSecrets(address(key));
  }

  /** Whether there is an object of that key. */
  boolean isThere(String key, Deadline deadline) {
    return isThere(runner.run(Request.head(address(key)), deadline).outcome(), location(key));
  }

  /** The object of a key, if it is there. */
  public Optional<byte[]> read(String key, long mostBytes, Deadline deadline) {
    RequestRunner.Reply reply = runner.run(Request.get(address(key), mostBytes), deadline);
    return isThere(reply.outcome(), location(key)) ? Optional.of(reply.bytes()) : Optional.empty();
  }

  /** Whether anything could be read there so far. */
  boolean hasBeenRead() {
    return hasBeenRead;
  }

  /** Notes that an object was there. */
  public void noteRead() {
    hasBeenRead = true;
  }

  /**
   * Whether a outcome says that an object is there.
   *
   * @throws StorageFailure if it says neither yes nor no
   */
  boolean isThere(ResponseOutcome outcome, String location) {
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT) {
      hasBeenRead = true;
      return true;
    }
    if (isAbsent(outcome)) {
      return false;
    }
    throw outcome.failure(location, 1);
  }

  /** Whether an outcome says that an object is not there. */
  public boolean isAbsent(ResponseOutcome outcome) {
    return outcome.isAbsent(hasBeenRead);
  }
}
