package dev.permafrost.domain.read;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelToken;
import java.lang.reflect.Proxy;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What can be read at one moment, while the catalog changes. */
final class ReadableChunksTest {

  private final TestMachine machine = new TestMachine();
  private final AtomicReference<Runnable> behindTheVersion = new AtomicReference<>(() -> {});

  @Test
  void aChunkThatIsFrozenAndDiscardedDuringTheLookIsNotMissed() {
    try (Store store = machine.open()) {
      ingestUntil(store, 7);
      ReadableChunks.Source source = source(store);
      LedgerRange there = new LedgerRange(2, 7);
      assertThat(source.now().contiguous()).hasValue(there);
      behindTheVersion.set(() -> settle(store));
      assertThat(source.now().contiguous()).hasValue(there);
    }
  }

  @Test
  void theWatermarkDoesNotGoBackWhenTheOnlyChunkIsFrozenAndDiscardedDuringTheLook() {
    try (Store store = machine.open()) {
      ingestUntil(store, 5);
      ReadableChunks.Source source = source(store);
      assertThat(source.now().latest()).hasValue(5);
      behindTheVersion.set(() -> settle(store));
      assertThat(source.now().latest()).hasValue(5);
    }
  }

  private static void ingestUntil(Store store, long last) {
    store.ingest().ingestFromLake(ZERO, OptionalLong.of(Math.min(last, 5)), CancelToken.NEVER);
    if (last > 5) {
      store.ingest().ingestFromLake(ONE, OptionalLong.of(last), CancelToken.NEVER);
    }
  }

  private static void settle(Store store) {
    store.freezer().processChunk(ZERO, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
    store.hot().discardHotDBForChunk(ZERO);
  }

  /** Its catalog lets something happen once, behind the look at the version. */
  private ReadableChunks.Source source(Store store) {
    ReadingCatalog real = store.catalog();
    Object moving =
        Proxy.newProxyInstance(
            ReadingCatalog.class.getClassLoader(),
            new Class<?>[] {ReadingCatalog.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(real, arguments);
              if (method.getName().equals("version")) {
                behindTheVersion.getAndSet(() -> {}).run();
              }
              return answer;
            });
    return new ReadableChunks.Source((ReadingCatalog) moving, store.hot());
  }
}
