package dev.permafrost.forge.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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

  private interface Rule<R, F> {
    Optional<F> faultFor(R request);
  }

  private final List<Rule<R, F>> rules = new ArrayList<>();

  /** Makes a script without rules: everything is answered well. */
  public FaultScript() {}

  /**
   * The first GET requests for a key are answered by these faults, one after another; the requests
   * after them are answered well.
   */
  @SafeVarargs
  public final FaultScript<R, F> onGet(String key, F... inOrder) {
    Deque<F> left = new ArrayDeque<>();
    for (F fault : inOrder) {
      left.add(fault);
    }
    return add(
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
    return add(request -> condition.test(request) ? Optional.of(fault) : Optional.empty());
  }

  /** Takes all rules back. */
  public void clear() {
    synchronized (rules) {
      rules.clear();
    }
  }

  /** How a request is to be answered badly; empty if it is to be answered well. */
  public Optional<F> faultFor(R request) {
    synchronized (rules) {
      for (Rule<R, F> rule : rules) {
        Optional<F> fault = rule.faultFor(request);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }
  }

  private FaultScript<R, F> add(Rule<R, F> rule) {
    synchronized (rules) {
      rules.add(rule);
    }
    return this;
  }
}
