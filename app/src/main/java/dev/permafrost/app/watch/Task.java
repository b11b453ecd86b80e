package dev.permafrost.app.watch;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One running operation on one chunk, and its rate. Thread-safe. */
final class Task {

  private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SAMPLES = 30;

  /** The progress at a time. */
  private record Sample(long atNanos, long done) {}

  private final Operation operation;
  private final ChunkId chunk;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long done;
  private long total;
  private long lastNanos;

  Task(Operation operation, ChunkId chunk) {
    this.operation = operation;
    this.chunk = chunk;
  }

  ChunkId chunk() {
    return chunk;
  }

  /** Records progress; called for every ledger. */
  synchronized void progressed(Progress progress, long nowNanos) {
    if (progress.ledgersDone() < done) {
      // Another pass over the chunk has its own rate.
      samples.clear();
    }
    if (samples.isEmpty()) {
      samples.add(new Sample(nowNanos, Math.max(0, progress.ledgersDone() - 1)));
    } else if (nowNanos - samples.getLast().atNanos() >= SAMPLE_NANOS) {
      samples.add(new Sample(nowNanos, progress.ledgersDone()));
      if (samples.size() > SAMPLES) {
        samples.removeFirst();
      }
    }
    done = progress.ledgersDone();
    total = progress.ledgersTotal();
    lastNanos = nowNanos;
  }

  synchronized Map<String, Object> fields(long nowNanos) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("operation", operation.name().toLowerCase(Locale.ROOT));
    fields.put("chunk", chunk.value());
    fields.put("ledgersDone", done);
    fields.put("ledgersTotal", total);
    double perSecond = ledgersPerSecond(nowNanos);
    fields.put("ledgersPerSecond", Math.round(perSecond * 10) / 10.0);
    if (perSecond > 0) {
      fields.put("secondsLeft", Math.round((total - done) / perSecond));
    }
    fields.put("idleSeconds", Math.max(0, Duration.ofNanos(nowNanos - lastNanos).toSeconds()));
    return fields;
  }

  /** Over the last samples; the rate of a stalled task decreases. */
  private double ledgersPerSecond(long nowNanos) {
    Sample first = samples.peekFirst();
    if (first == null || nowNanos <= first.atNanos()) {
      return 0;
    }
    return (done - first.done()) * 1e9 / (nowNanos - first.atNanos());
  }
}
