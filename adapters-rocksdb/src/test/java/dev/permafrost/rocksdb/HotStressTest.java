package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.hot.HotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;

/** A cursor through the writer's handle never meets a file that a compaction has deleted. */
final class HotStressTest {

  private static final int COMMITS = 300;
  private static final int ROUNDS = 10;

  @TempDir Path hotRoot;
  private final OpenHandles handles = new OpenHandles();
  private HotFixture fixture;

  /** Until the writer has done its part and the tables were replaced often enough. */
  private final AtomicInteger committed = new AtomicInteger();

  private final AtomicInteger replaced = new AtomicInteger();

  @BeforeEach
  void placeADatabase() {
    fixture = new HotFixture(hotRoot);
  }

  @Test
  void cursorsReadOnWhileFlushesAndCompactionsLoop() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (HotStore store = fixture.stores().create(CHUNK, FAMILIES, 0)) {
      List<Future<Integer>> working =
          List.of(
              threads.submit(() -> write(store)),
              threads.submit(() -> compact(store)),
              threads.submit(() -> read(store)));
      for (Future<Integer> each : working) {
        assertThat(each.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fixture.readAllReadOnly()).isEqualTo(committed.get());
    assertThat(handles.below(hotRoot)).isZero();
  }

  private boolean isDone() {
    return committed.get() >= COMMITS && replaced.get() >= ROUNDS;
  }

  private int write(HotStore store) {
    while (!isDone()) {
      HotFixture.commit(store, committed.get());
      committed.incrementAndGet();
    }
    return committed.get();
  }

  private int compact(HotStore store) throws IOException {
    while (!isDone()) {
      HotFixture.flush(store);
      List<Path> before = fixture.files(".*\\.sst");
      rewriteTables(store);
      if (!before.isEmpty() && !fixture.files(".*\\.sst").containsAll(before)) {
        replaced.incrementAndGet();
      }
    }
    return replaced.get();
  }

  private int read(HotStore store) {
    int scans = 0;
    while (!isDone()) {
      int atLeast = committed.get();
      assertThat(HotFixture.readAll(store)).isGreaterThanOrEqualTo(atLeast);
      scans++;
    }
    return scans;
  }

  /** In order and without overlap tables would be moved between levels, so this is forced. */
  private static void rewriteTables(HotStore store) {
    OpenDatabase database = ((RocksDbHotStore) store).database();
    database.use(
        "compact",
        rocks -> {
          try (CompactRangeOptions forced =
              new CompactRangeOptions()
                  .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
            rocks.compactRange(database.family("ledgers"), new byte[0], HotFixture.key(-1), forced);
            return true;
          }
        });
  }
}
