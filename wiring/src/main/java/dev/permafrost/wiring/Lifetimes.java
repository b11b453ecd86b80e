package dev.permafrost.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was opened for a store, in order; closed in reverse order, whatever fails. Not thread-safe.
 * Dagger builds objects and owns none: a module that opens one registers it here.
 */
final class Lifetimes implements AutoCloseable {

  private final Deque<Runnable> closing = new ArrayDeque<>();

  /** Closes {@code opened} when this is closed, by {@code close}. */
  <T> T own(T opened, Runnable close) {
    closing.push(close);
    return opened;
  }

  /** Closes everything; closing twice is harmless. Throws the first failure, with the others. */
  @Override
  public void close() {
    RuntimeException first = closeAll(null);
    if (first != null) {
      throw first;
    }
  }

  /** Closes everything after a failure, which gets the failures of closing as suppressed ones. */
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
