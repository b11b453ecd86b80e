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
 */
public final class FaultScript {

  private interface Rule {
    Optional<Fault> faultFor(LakeRequest request);
  }

  private final List<Rule> rules = new ArrayList<>();

  /** Makes a script without rules: everything is answered well. */
  public FaultScript() {}

  /**
   * The first GET requests for a key are answered by these faults, one after another; the requests
   * after them are answered well.
   */
  public FaultScript onGet(String key, Fault... inOrder) {
    Deque<Fault> left = new ArrayDeque<>(List.of(inOrder));
    return add(
        request ->
            request.method().equals("GET") && request.key().equals(key)
                ? Optional.ofNullable(left.poll())
                : Optional.empty());
  }

  /** Every request for a key, whatever its method, is answered by the fault. */
  public FaultScript always(String key, Fault fault) {
    return always(request -> request.key().equals(key), fault);
  }

  /** Every request that the condition holds for is answered by the fault. */
  public FaultScript always(Predicate<LakeRequest> condition, Fault fault) {
    return add(request -> condition.test(request) ? Optional.of(fault) : Optional.empty());
  }

  /** The server's nth request, counted from 1, is answered by the fault. */
  public FaultScript onRequest(long number, Fault fault) {
    return always(request -> request.number() == number, fault);
  }

  /** Takes all rules back. */
  public void clear() {
    synchronized (rules) {
      rules.clear();
    }
  }

  Optional<Fault> faultFor(LakeRequest request) {
    synchronized (rules) {
      for (Rule rule : rules) {
        Optional<Fault> fault = rule.faultFor(request);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }
  }

  private FaultScript add(Rule rule) {
    synchronized (rules) {
      rules.add(rule);
    }
    return this;
  }
}
