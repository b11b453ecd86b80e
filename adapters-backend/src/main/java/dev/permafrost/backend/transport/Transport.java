package dev.permafrost.backend.transport;

/**
 * Sends requests to where a lake is; an answer goes into an {@link ResponseBuffer} as it comes.
 * Safe for several threads.
 */
public interface Transport extends AutoCloseable {

  /** Sends one request, without waiting for its answer and without repeating it. */
  void send(Request request, ResponseBuffer into);

  /** Whether something on the way may answer in the place of the server that holds the objects. */
  default boolean mayBeCached() {
    return false;
  }

  /** Frees what it holds; nothing is in flight any more. Closing twice is harmless. */
  @Override
  void close();
}
