package dev.permafrost.app.progress;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on standard error: a bar, or a line every ten seconds, a line for each slow step,
 * waits, and warnings. Thread-safe.
 */
public final class ProgressReporter implements StorageEvents {

  /** How progress is shown. */
  public enum Style {
    /** Not at all, except for warnings. */
    QUIET,
    /** As lines, for files and pipes. */
    LINES,
    /** As a bar, on a terminal. */
    BAR
  }

  private static final long WAIT_LINE_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream err;
  private final Style style;
  private final TimeSource time;
  private final AtomicReference<@Nullable ProgressPhase> phase = new AtomicReference<>();
  private final Map<ChunkId, Long> lastWaitLineNanos = new ConcurrentHashMap<>();

  /** Creates a reporter that prints to a stream. */
  public ProgressReporter(PrintStream err, Style style, TimeSource time) {
    this.err = err;
    this.style = style;
    this.time = time;
  }

  /**
   * Runs a body in a phase over whole chunks, whose progress comes from the events of the storage
   * layer.
   *
   * @param task the task, in a word or two
   */
  @SuppressWarnings("try") // the events of the body update the phase
  public <T> T overChunks(String task, int chunks, long ledgersPerChunk, Supplier<T> body) {
    try (ProgressPhase filled = begin(task, chunks * ledgersPerChunk, ledgersPerChunk)) {
      return body.get();
    }
  }

  /** Starts a phase over a number of ledgers; the caller reports its progress. */
  @MustBeClosed
  public ProgressPhase overLedgers(String task, long ledgers) {
    return begin(task, ledgers, 0);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the phase closes its display
  private ProgressPhase begin(String task, long total, long ledgersPerChunk) {
    ProgressDisplay display =
        switch (style) {
          case QUIET -> ProgressDisplay.NOTHING;
          case LINES -> new LineDisplay(task, err, time);
          case BAR -> new BarDisplay(task, err);
        };
    ProgressPhase begun = new ProgressPhase(display, total, ledgersPerChunk, () -> phase.set(null));
    phase.set(begun);
    return begun;
  }

  /** Reports that a slow step begins. */
  public void step(String text) {
    if (style != Style.QUIET) {
      say(text);
    }
  }

  /** Prints a line in every style, without disturbing the display. */
  public void say(String line) {
    ProgressPhase current = phase.get();
    if (current != null) {
      current.line(line);
    }
    if (current == null || style == Style.QUIET) {
      err.println(line);
    }
  }

  @Override
  public void progressed(Progress progress) {
    ProgressPhase current = phase.get();
    if (current != null) {
      current.progressed(progress);
    }
  }

  @Override
  public void ended(Attempt attempt) {
    ProgressPhase current = phase.get();
    if (current != null && attempt.operation() != Operation.OPEN_HOT) {
      attempt.chunk().ifPresent(current::ended);
    }
  }

  @Override
  public void waiting(CoverageWait wait) {
    if (style == Style.QUIET) {
      return;
    }
    long now = time.nanoTime();
    Long last = lastWaitLineNanos.get(wait.chunk());
    if (last != null && now - last < WAIT_LINE_NANOS) {
      return;
    }
    lastWaitLineNanos.put(wait.chunk(), now);
    say(
        "chunk "
            + wait.chunk()
            + ": waiting for coverage: have "
            + text(wait.have())
            + ", need "
            + wait.need()
            + " (waited "
            + Quantity.time(wait.waited())
            + " of at most "
            + Quantity.time(wait.limit())
            + ")");
  }

  @Override
  public void remarked(Remark remark) {
    boolean warning = remark.level() == Remark.Level.WARNING;
    if (warning || style != Style.QUIET) {
      String about = remark.chunk().map(chunk -> "chunk " + chunk + ": ").orElse("");
      say((warning ? "warning: " : "") + about + remark.text());
    }
  }

  private static String text(OptionalLong sequence) {
    return sequence.isPresent() ? Long.toString(sequence.getAsLong()) : "unknown";
  }
}
