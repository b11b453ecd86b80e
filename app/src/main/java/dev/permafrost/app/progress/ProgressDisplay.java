package dev.permafrost.app.progress;

/** Shows the progress of a phase. Called by one thread at a time. */
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
   * The phase made progress.
   *
   * @param done how many ledgers are done
   * @param total how many there are in total
   * @param rawBytes how many raw bytes were handled
   */
  void show(long done, long total, long rawBytes);

  /** Prints a line without disturbing the display. */
  void line(String text);

  /** Ends the display; closing twice has no effect. */
  @Override
  void close();
}
