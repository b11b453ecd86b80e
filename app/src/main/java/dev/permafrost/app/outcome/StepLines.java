package dev.permafrost.app.outcome;

import dev.permafrost.ports.failure.OperatorStep;
import java.util.Optional;

/** Formats an operator's step as a line of shell, for the store of a run. */
public interface StepLines {

  /** Formats no step as a command. */
  StepLines NONE = step -> Optional.empty();

  /** The line, ready to paste; empty if no command of this program takes the step. */
  Optional<String> line(OperatorStep step);
}
