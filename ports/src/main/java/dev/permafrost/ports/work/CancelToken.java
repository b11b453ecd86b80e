package dev.permafrost.ports.work;

import dev.permafrost.ports.failure.Cancelled;

/**
 * Says whether the work it was handed to should stop. A token, never a thread interrupt: an
 * interrupt closes a file channel for everyone.
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
   * Runs an action once when the token is cancelled, at once if it is already, on the cancelling
   * thread. The action must be short and must not throw.
   *
   * @return takes the action back; called when the work is over
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

  /** An action that can be taken back. */
  interface Registration extends AutoCloseable {
    /** Takes the action back; it may be running at this moment. */
    @Override
    void close();
  }
}
