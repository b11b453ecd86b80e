package dev.permafrost.app.command;

import dev.permafrost.app.outcome.ExitCode;

/** A command that does something, as opposed to one that only groups others. */
interface Action {

  /**
   * Does it, and tells what was done.
   *
   * @return how it ended; what ended it early is thrown
   */
  ExitCode perform(Invocation in);
}
