package dev.permafrost.ports.failure;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an operator must read to act on a failure.
 *
 * @param code a stable code, such as {@code PF-HOT-LOST}; never reused for another meaning
 * @param meaning one line: what happened and what it means
 * @param steps the ways out, the one that keeps most first
 */
public record OperatorNotice(String code, String meaning, List<OperatorStep> steps) {

  /** Copies the list. */
  public OperatorNotice {
    steps = List.copyOf(steps);
  }

  /** A notice whose steps are all a person's. */
  static OperatorNotice byHand(String code, String meaning, String... steps) {
    return new OperatorNotice(
        code, meaning, Stream.of(steps).<OperatorStep>map(OperatorStep.ByHand::new).toList());
  }
}
