package dev.permafrost.ports.failure;

import java.util.List;

/**
 * What an operator must read to act on a failure.
 *
 * @param code a stable code, such as {@code PF-HOT-LOST}; never reused for another meaning
 * @param meaning one line: what happened and what it means
 * @param steps what to do, in order, each one line
 */
public record OperatorNotice(String code, String meaning, List<String> steps) {

  /** Copies the list. */
  public OperatorNotice {
    steps = List.copyOf(steps);
  }

  /** The notice as lines: code and meaning, then the numbered steps. */
  public String render() {
    StringBuilder text = new StringBuilder(code).append(": ").append(meaning);
    for (int i = 0; i < steps.size(); i++) {
      text.append(System.lineSeparator())
          .append("  ")
          .append(i + 1)
          .append(". ")
          .append(steps.get(i));
    }
    return text.toString();
  }
}
