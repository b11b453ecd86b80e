package dev.permafrost.prove.lakes;

/**
 * How a scenario ended at a server.
 *
 * @param outcome how
 * @param detail why, where it is not well
 */
record Cell(Outcome outcome, String detail) {

  /** How a scenario can end. */
  enum Outcome {
    OK("ok"),
    FAILED("FAILED"),
    SKIPPED("skipped");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  static Cell ok() {
    return new Cell(Outcome.OK, "");
  }

  static Cell failed(String why) {
    return new Cell(Outcome.FAILED, why);
  }

  static Cell skipped(String why) {
    return new Cell(Outcome.SKIPPED, why);
  }

  boolean isOk() {
    return outcome == Outcome.OK;
  }
}
