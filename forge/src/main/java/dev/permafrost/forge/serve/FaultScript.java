package dev.permafrost.forge.serve;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Says which requests are answered badly, and how. Rules are asked in the order in which they were
 * added, and the first that has something to say decides; a request for which none has is answered
 * well. Safe for several threads; rules may be added while the server runs.
 *
 * @param <R> what is known of a request
 * @param <F> a way of answering badly
 */
public final class FaultScript<R extends FaultScript.Asked, F> {

  /** What every rule needs to know of a request. */
  public interface Asked {
    /** GET, HEAD, or whatever was sent. */
    String method();

    /** Whether it asks for what has this key. */
    boolean isFor(String key);
  }

  private final List<Function<R, Optional<F>>> rules = new CopyOnWriteArrayList<>();

  /** Makes a script without rules: everything is answered well. */
  public FaultScript() {}

  /**
   * The first GET requests for a key are answered by these faults, one after another; the requests
   * after them are answered well.
   */
  @SafeVarargs
  public final FaultScript<R, F> onGet(String key, F... inOrder) {
    Queue<F> left = new ConcurrentLinkedQueue<>();
    for (F fault : inOrder) {
      left.add(fault);
    }
    return on(
        request ->
            request.method().equals("GET") && request.isFor(key)
                ? Optional.ofNullable(left.poll())
                : Optional.empty());
  }

  /** Every request for a key, whatever its method, is answered by the fault. */
  public FaultScript<R, F> always(String key, F fault) {
    return always(request -> request.isFor(key), fault);
  }

  /** Every request that the condition holds for is answered by the fault. */
  public FaultScript<R, F> always(Predicate<R> condition, F fault) {
    return on(request -> condition.test(request) ? Optional.of(fault) : Optional.empty());
  }

  /**
   * Every request is answered as a rule says, which is asked on the request's own thread and may
   * hold the request back by waiting.
   */
  public FaultScript<R, F> on(Function<R, Optional<F>> rule) {
    rules.add(rule);
    return this;
  }

  /** Takes all rules back. */
  public void clear() {
    rules.clear();
  }

  /** How a request is to be answered badly; empty if it is to be answered well. */
  public Optional<F> faultFor(R request) {
    for (Function<R, Optional<F>> rule : rules) {
      Optional<F> fault = rule.apply(request);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }
}
