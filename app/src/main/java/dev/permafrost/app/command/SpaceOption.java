package dev.permafrost.app.command;

import picocli.CommandLine.Option;

/** The option that switches the space check off. */
final class SpaceOption {

  @Option(
      names = "--no-space-check",
      arity = "0",
      description = "Start even if the data does not seem to fit on its volumes.")
  private boolean isOff;

  /** The check, for one run. */
  SpaceCheck check(Invocation in) {
    return new SpaceCheck(in, !isOff);
  }
}
