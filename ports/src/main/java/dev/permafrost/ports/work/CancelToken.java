package dev.permafrost.ports.work;

import dev.permafrost.ports.failure.Cancelled;

/**
 * Tells work whether it should stop. A token and not a thread interrupt, because an interrupt
 * closes a file channel for all its users.
 */
public interface CancelToken {

  /** A token that is never cancelled. */
  CancelToken NEVER =
      new CancelToken() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public Registration onCancel(Runnable action) {
          return () -> {};
        }
      };

  /** Whether the work should stop. */
  boolean isCancelled();

  /**
   * Runs an action once when the token is cancelled, on the cancelling thread; immediately if it is
   * cancelled already. The action must be short and must not throw.
   *
   * @return removes the action; to be closed when the work is over
   */
  Registration onCancel(Runnable action);

  /**
   * Throws if the work should stop.
   *
   * @throws Cancelled if it should
   */
  default void throwIfCancelled() {
    if (isCancelled()) {
      throw new Cancelled();
    }
  }

  /** A registered action, which can be removed. */
  interface Registration extends AutoCloseable {
    /** Removes the action; it may be running at this moment. */
    @Override
    void close();
  }
}
