package dev.permafrost.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The resources opened for a store; closed in reverse order, even if closing one fails. Not
 * thread-safe. Dagger creates objects but closes none, so a module that opens a resource registers
 * it here.
 */
final class Lifetimes implements AutoCloseable {

  private final Deque<Runnable> closing = new ArrayDeque<>();

  /** Registers a resource, which {@code close} closes when this is closed. */
  <T> T own(T opened, Runnable close) {
    closing.push(close);
    return opened;
  }

  /**
   * Closes everything; closing twice has no effect. Throws the first failure, with the others
   * suppressed.
   */
  @Override
  public void close() {
    RuntimeException first = closeAll(null);
    if (first != null) {
      throw first;
    }
  }

  /** Closes everything after a failure; failures of closing are suppressed onto it. */
  void closeAfter(Throwable failure) {
    closeAll(failure);
  }

  private @Nullable RuntimeException closeAll(@Nullable Throwable failure) {
    RuntimeException first = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        if (failure != null) {
          failure.addSuppressed(e);
        } else if (first != null) {
          first.addSuppressed(e);
        } else {
          first = e;
        }
      }
    }
    return first;
  }
}
