package dev.permafrost.app.outcome;

import dev.permafrost.ports.failure.OperatorStep;
import java.util.Optional;

/** Writes an operator's step as a line of shell, for the store that a run is about. */
public interface StepLines {

  /** Knows no store: every step is words alone. */
  StepLines NONE = step -> Optional.empty();

  /** The line, ready to be pasted; empty if no command of this program takes the step. */
  Optional<String> line(OperatorStep step);
}
