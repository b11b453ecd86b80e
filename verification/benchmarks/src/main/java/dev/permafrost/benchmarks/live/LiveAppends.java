package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Durations;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;
import java.util.Optional;
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

  /** The seconds that it takes in a store that is made for it and removed again. */
  static double secondsInNewStore(PacedLedgers ledgers, Setting setting, StorageEvents events) {
    Path directory = setting.directory().resolve("live");
    try (BenchStore store =
        BenchStore.open(
            directory,
            setting.ledgers(),
            setting.cores(),
            new ZstdFrameCodec(),
            Optional.empty(),
            FreezeSettings.STANDARD,
            events)) {
      return run(ledgers, store).seconds();
    } finally {
      Trees.delete(directory);
    }
  }

  /** Takes them until it is over. */
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
