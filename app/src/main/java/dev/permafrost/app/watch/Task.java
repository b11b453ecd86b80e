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

/** One operation on one chunk that is under way, and how fast it is. Safe for several threads. */
final class Task {

  private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SAMPLES = 30;

  /** How far it was at a time. */
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

  /** It came further; called for every ledger. */
  synchronized void progressed(Progress progress, long nowNanos) {
    if (progress.ledgersDone() < done) {
      // Another pass over the chunk: its rate is not that of the one before.
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

  /** Over the last samples; a task that stands still gets slower as one watches. */
  private double ledgersPerSecond(long nowNanos) {
    Sample first = samples.peekFirst();
    if (first == null || nowNanos <= first.atNanos()) {
      return 0;
    }
    return (done - first.done()) * 1e9 / (nowNanos - first.atNanos());
  }
}
