package dev.permafrost.prove.lakes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says which requests are answered badly, and how: the first rule that has something to say
 * decides; a request for which none has is passed on. Safe for several threads; rules may be added
 * meanwhile.
 */
final class TroubleScript {

  private interface Rule {
    Optional<Trouble> troubleFor(FaultProxy.Seen request);
  }

  private final List<Rule> rules = new ArrayList<>();

  /** The first GET requests for a key are answered by these, one after another. */
  void onGet(String key, Trouble... inOrder) {
    Deque<Trouble> left = new ArrayDeque<>(List.of(inOrder));
    add(
        request ->
            request.method().equals("GET") && request.isFor(key)
                ? Optional.ofNullable(left.poll())
                : Optional.empty());
  }

  /** Every request for a key is answered by this. */
  void always(String key, Trouble trouble) {
    always(request -> request.isFor(key), trouble);
  }

  /** Every request that the condition holds for is answered by this. */
  void always(Predicate<FaultProxy.Seen> condition, Trouble trouble) {
    add(request -> condition.test(request) ? Optional.of(trouble) : Optional.empty());
  }

  /** Takes all rules back. */
  synchronized void clear() {
    rules.clear();
  }

  synchronized Optional<Trouble> troubleFor(FaultProxy.Seen request) {
    for (Rule rule : rules) {
      Optional<Trouble> trouble = rule.troubleFor(request);
      if (trouble.isPresent()) {
        return trouble;
      }
    }
    return Optional.empty();
  }

  private synchronized void add(Rule rule) {
    rules.add(rule);
  }
}
