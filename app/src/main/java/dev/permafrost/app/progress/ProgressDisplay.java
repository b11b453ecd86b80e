package dev.permafrost.app.progress;

/** Shows how far a phase has come. Called by one thread at a time. */
interface ProgressDisplay extends AutoCloseable {

  /** A display that shows nothing. */
  ProgressDisplay NOTHING =
      new ProgressDisplay() {
        @Override
        public void show(long done, long total, long rawBytes) {}

        @Override
        public void line(String text) {}

        @Override
        public void close() {}
      };

  /**
   * The phase came further.
   *
   * @param done how many ledgers are done
   * @param total how many there are in all
   * @param rawBytes how many raw bytes were handled
   */
  void show(long done, long total, long rawBytes);

  /** Prints a line beside what is shown. */
  void line(String text);

  /** Ends what is shown; closing twice is harmless. */
  @Override
  void close();
}
