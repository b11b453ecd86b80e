package dev.permafrost.backend.transport;

/**
 * Sends requests to a lake's server or directory; each response goes into a {@link ResponseBuffer}
 * as it arrives. Thread-safe.
 */
public interface Transport extends AutoCloseable {

  /** Sends one request, without waiting for its response and without repeating it. */
  void send(Request request, ResponseBuffer into);

  /** Whether a cache on the way may answer instead of the server that holds the objects. */
  default boolean mayBeCached() {
    return false;
  }

  /** Frees its resources; nothing is in flight any more. Closing twice has no effect. */
  @Override
  void close();
}
