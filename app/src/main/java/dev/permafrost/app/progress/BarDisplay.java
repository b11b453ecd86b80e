package dev.permafrost.app.progress;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows progress as a bar on a terminal, with rate and time left. */
final class BarDisplay implements ProgressDisplay {

  private static final int REDRAW_MILLIS = 200;
  private static final String TO_EMPTY_LINE = "\r\033[2K";

  private final String task;
  private final PrintStream err;
  private @Nullable ProgressBar bar;

  BarDisplay(String task, PrintStream err) {
    this.task = task;
    this.err = err;
  }

  @Override
  public void show(long done, long total, long rawBytes) {
    ProgressBar shown = bar;
    if (shown == null) {
      // Not before there is something to show: an empty bar above a waiting message is noise.
      shown = begin(Math.max(0, done - 1), total);
      bar = shown;
    }
    shown.maxHint(total);
    shown.stepTo(done);
  }

  private ProgressBar begin(long startsFrom, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .startsFrom(startsFrom, Duration.ZERO)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" ledgers", 1)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(err))
        .build();
  }

  @Override
  public void line(String text) {
    err.print(TO_EMPTY_LINE + text + System.lineSeparator());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
