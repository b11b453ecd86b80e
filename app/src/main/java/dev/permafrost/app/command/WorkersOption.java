package dev.permafrost.app.command;

import dev.permafrost.app.outcome.WrongUsage;
import picocli.CommandLine.Option;

/** The option for the number of chunks that are processed at once. */
final class WorkersOption {

  private static final int MOST = 64;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many chunks are processed at once (default: 1).")
  private int workers = 1;

  /**
   * The number.
   *
   * @throws WrongUsage if it is invalid
   */
  int count() {
    if (workers < 1 || workers > MOST) {
      throw new WrongUsage("--workers is 1 to " + MOST + ", not " + workers);
    }
    return workers;
  }
}
