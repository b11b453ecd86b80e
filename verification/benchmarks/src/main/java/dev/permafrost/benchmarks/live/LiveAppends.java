package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Durations;
import dev.permafrost.domain.ingest.LiveIngest;
import java.util.function.BooleanSupplier;

/** Pushes each ledger into a store, which acknowledges it. */
final class LiveAppends {

  /** The network that measured ledgers are said to belong to. */
  private static final String NETWORK = "Network ; of the measurements";

  private LiveAppends() {}

  /** Takes ledgers at their pace, from the first ledger of a chunk on. */
  static Durations run(PacedLedgers ledgers, BenchStore store) {
    try (LiveIngest live = store.store().ingest().live(NETWORK, ledgers.first())) {
      return ledgers.run(raw -> live.append(raw), () -> false);
    }
  }

  /** The same, until it is over. */
  static void run(PacedLedgers ledgers, BenchStore store, BooleanSupplier over, Runnable appended) {
    try (LiveIngest live = store.store().ingest().live(NETWORK, ledgers.first())) {
      ledgers.run(
          raw -> {
            live.append(raw);
            appended.run();
          },
          over);
    }
  }
}
