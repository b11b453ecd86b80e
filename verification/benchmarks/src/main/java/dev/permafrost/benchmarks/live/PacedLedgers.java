package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Durations;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.RelinkedSource;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Linked ledgers at a pace: some at once, as many as it takes until logs are recycled and code is
 * compiled, then one each time it is due. Both sides of a row take the same.
 *
 * @param ledgers which ones
 * @param first the first one's sequence
 * @param before how many come at once, and are not measured
 * @param count how many come at the pace
 * @param everyMillis how often; 0 for as fast as they are taken
 */
record PacedLedgers(
    Setting setting, Ledgers ledgers, long first, int before, int count, int everyMillis) {

  /** The largest raw ledger in bytes. */
  int largestRawBytes() {
    return Sample.shared(setting, ledgers).largestRawBytes();
  }

  /**
   * Lends each ledger, in a direct buffer, and measures how long it is kept.
   *
   * @param over asked before each; nothing comes any more if it says so
   */
  Durations run(Consumer<ByteBuffer> step, BooleanSupplier over) {
    Durations durations = new Durations(count);
    LedgerRange range = new LedgerRange(first, first + before + count - 1);
    RelinkedSource source = new RelinkedSource(Sample.shared(setting, ledgers));
    try (LedgerStream stream = source.stream(range, CancelToken.NEVER)) {
      for (int i = 0; i < before && stream.next(); i++) {
        step.accept(stream.borrowedRaw());
      }
      long begunNanos = System.nanoTime();
      for (int i = 0; i < count && !over.getAsBoolean() && stream.next(); i++) {
        ByteBuffer raw = stream.borrowedRaw();
        awaitNanos(begunNanos + (long) i * everyMillis * 1_000_000);
        durations.time(() -> step.accept(raw));
      }
    }
    return durations;
  }

  private static void awaitNanos(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
