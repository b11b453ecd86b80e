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
 */
public final class FaultScript {

  private final List<Function<LakeRequest, Optional<Fault>>> rules = new CopyOnWriteArrayList<>();

  /** Makes a script without rules: everything is answered well. */
  public FaultScript() {}

  /**
   * The first GET requests for a key are answered by these faults, one after another; the requests
   * after them are answered well.
   */
  public FaultScript onGet(String key, Fault... inOrder) {
    Queue<Fault> left = new ConcurrentLinkedQueue<>(List.of(inOrder));
    return on(
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
    return on(request -> condition.test(request) ? Optional.of(fault) : Optional.empty());
  }

  /** The server's nth request, counted from 1, is answered by the fault. */
  public FaultScript onRequest(long number, Fault fault) {
    return always(request -> request.number() == number, fault);
  }

  /**
   * Every request is answered as a rule says, which is asked on the request's own thread and may
   * hold the request back by waiting.
   */
  public FaultScript on(Function<LakeRequest, Optional<Fault>> rule) {
    rules.add(rule);
    return this;
  }

  /** Takes all rules back. */
  public void clear() {
    rules.clear();
  }

  Optional<Fault> faultFor(LakeRequest request) {
    for (Function<LakeRequest, Optional<Fault>> rule : rules) {
      Optional<Fault> fault = rule.apply(request);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }
}
