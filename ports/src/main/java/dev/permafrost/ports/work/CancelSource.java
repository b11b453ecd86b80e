package dev.permafrost.ports.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates a {@link CancelToken} and cancels it. Thread-safe; cancelling is final. */
public final class CancelSource {

  private final Object lock = new Object();
  private final Map<Object, Runnable> actions = new LinkedHashMap<>();
  private volatile boolean cancelled;

  private final CancelToken token =
      new CancelToken() {
        @Override
        public boolean isCancelled() {
          return cancelled;
        }

        @Override
        public Registration onCancel(Runnable action) {
          return register(action);
        }
      };

  /** The token to pass to the work. */
  public CancelToken token() {
    return token;
  }

  /** Cancels the token and runs the actions registered with it; a second call does nothing. */
  public void cancel() {
    List<Runnable> due;
    synchronized (lock) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = new ArrayList<>(actions.values());
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  private CancelToken.Registration register(Runnable action) {
    Object key = new Object();
    synchronized (lock) {
      if (!cancelled) {
        actions.put(key, action);
        return () -> {
          synchronized (lock) {
            actions.remove(key);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }
}
