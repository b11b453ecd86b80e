package dev.permafrost.app.progress;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.ports.work.TimeSource;
import java.io.PrintStream;
import java.time.Duration;

/** Shows progress as a line every ten seconds, suitable for a log file. */
final class LineDisplay implements ProgressDisplay {

  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final String task;
  private final PrintStream err;
  private final TimeSource time;
  private final long begunNanos;
  private long lastNanos;
  private long doneAtFirst = -1;

  LineDisplay(String task, PrintStream err, TimeSource time) {
    this.task = task;
    this.err = err;
    this.time = time;
    this.begunNanos = time.nanoTime();
    this.lastNanos = begunNanos;
  }

  @Override
  public void show(long done, long total, long rawBytes) {
    if (doneAtFirst < 0) {
      // The rate counts only this attempt.
      doneAtFirst = Math.max(0, done - 1);
    }
    long now = time.nanoTime();
    if (now - lastNanos < INTERVAL_NANOS) {
      return;
    }
    lastNanos = now;
    Duration elapsed = Duration.ofNanos(now - begunNanos);
    long doneNow = done - doneAtFirst;
    StringBuilder line = new StringBuilder(task);
    line.append(": ").append(Quantity.count(done)).append(" of ").append(Quantity.count(total));
    line.append(" ledgers, ").append(Quantity.rate(doneNow, elapsed));
    if (rawBytes > 0) {
      long bytesPerSecond = Math.round(rawBytes * 1e9 / elapsed.toNanos());
      line.append(", ").append(Quantity.bytes(bytesPerSecond)).append("/s");
    }
    if (doneNow > 0 && total >= done) {
      double nanosLeft = (double) elapsed.toNanos() / doneNow * (total - done);
      line.append(", ").append(Quantity.time(Duration.ofNanos((long) nanosLeft))).append(" left");
    }
    err.println(line);
  }

  @Override
  public void line(String text) {
    err.println(text);
  }

  @Override
  public void close() {}
}
