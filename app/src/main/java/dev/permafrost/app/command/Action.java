package dev.permafrost.app.command;

import dev.permafrost.app.outcome.ExitCode;

/** A command that does work, as opposed to one that only groups others. */
interface Action {

  /**
   * Runs the command and prints its result.
   *
   * @return the exit code; failures are thrown
   */
  ExitCode perform(Invocation in);
}
