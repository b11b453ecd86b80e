package dev.permafrost.app.command;

import picocli.CommandLine.Option;

/** The option that switches the check of space off. */
final class SpaceOption {

  @Option(
      names = "--no-space-check",
      arity = "0",
      description = "Begin even what does not seem to fit on the volumes that it is for.")
  private boolean isOff;

  /** The check, for one run. */
  SpaceCheck check(Invocation in) {
    return new SpaceCheck(in, !isOff);
  }
}
