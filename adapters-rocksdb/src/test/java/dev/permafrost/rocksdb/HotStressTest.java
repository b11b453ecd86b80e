package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.hot.HotStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cursor through the writer's handle never meets a file that a compaction has deleted. */
final class HotStressTest {

  private static final int COMMITS = 400;

  @TempDir Path hotRoot;

  @Test
  void cursorsReadOnWhileFlushesAndCompactionsLoop() throws Exception {
    HotFixture fixture = new HotFixture(hotRoot);
    AtomicInteger committed = new AtomicInteger();
    AtomicInteger tablesReplaced = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (HotStore store = fixture.stores().create(CHUNK, FAMILIES, 0)) {
      Callable<Boolean> write =
          () -> {
            for (int i = 0; i < COMMITS; i++) {
              HotFixture.commit(store, i);
              committed.set(i + 1);
            }
            return true;
          };
      Callable<Boolean> compact =
          () -> {
            while (committed.get() < COMMITS) {
              HotFixture.flush(store);
              compactAll(store);
              tablesReplaced.incrementAndGet();
            }
            return true;
          };
      Callable<Boolean> read =
          () -> {
            for (int seen = 0; seen < COMMITS; ) {
              int atLeast = committed.get();
              seen = HotFixture.readAll(store);
              assertThat(seen).isGreaterThanOrEqualTo(atLeast);
            }
            return true;
          };
      Future<Boolean> writing = threads.submit(write);
      Future<Boolean> compacting = threads.submit(compact);
      Future<Boolean> reading = threads.submit(read);
      assertThat(writing.get()).isTrue();
      assertThat(compacting.get()).isTrue();
      assertThat(reading.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(tablesReplaced.get()).isGreaterThan(3);
    assertThat(fixture.readAllReadOnly()).isEqualTo(COMMITS);
    assertThat(OpenHandles.below(hotRoot)).isZero();
  }

  private static void compactAll(HotStore store) {
    OpenDatabase database = ((RocksDbHotStore) store).database();
    database.use(
        "compact",
        rocks -> {
          rocks.compactRange(database.family("ledgers"));
          return true;
        });
  }
}
