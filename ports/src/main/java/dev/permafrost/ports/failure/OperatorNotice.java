package dev.permafrost.ports.failure;

import java.util.List;
import java.util.stream.Stream;

/**
 * The text for an operator about a failure: what it means and what to do.
 *
 * @param code a stable code, such as {@code PF-HOT-LOST}; never reused for another meaning
 * @param meaning one line: what happened and what it means
 * @param steps the possible steps, the one that keeps the most data first
 */
public record OperatorNotice(String code, String meaning, List<OperatorStep> steps) {

  /** Copies the list. */
  public OperatorNotice {
    steps = List.copyOf(steps);
  }

  /** A notice with manual steps only. */
  static OperatorNotice byHand(String code, String meaning, String... steps) {
    return new OperatorNotice(
        code, meaning, Stream.of(steps).<OperatorStep>map(OperatorStep.ByHand::new).toList());
  }
}
