package dev.permafrost.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages during a discard, over the real adapters and on a real clock. */
final class PagesTest {

  private static final Geometry EIGHT = new Geometry(8);
  private static final ChunkId ZERO = new ChunkId(0);
  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1).ledgers(EIGHT.range(ZERO));

  @TempDir Path temporary;

  @Test
  void aDiscardWaitsUntilAPageIsRead() throws Exception {
    FakeBackend lake = new FakeBackend("A Network", LEDGERS);
    try (OpenStore<Store> opened =
        Permafrost.at(temporary.resolve("data")).geometry(EIGHT).backend(lake).open()) {
      Store store = opened.store();
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      CompletableFuture<Boolean> discarded = new CompletableFuture<>();
      List<Long> read = new ArrayList<>();
      try (ReadView view = store.reads().open()) {
        view.read(
            2,
            100,
            (sequence, raw) -> {
              if (sequence == 3) {
                store.freezer().processChunk(ZERO, opened.kinds(), CancelToken.NEVER);
                new Thread(
                        () -> discarded.complete(store.hot().discardHotDBForChunk(ZERO)), "discard")
                    .start();
              }
              assertThat(discarded).isNotDone();
              assertThat(raw).isEqualTo(ByteBuffer.wrap(LEDGERS.get((int) sequence - 2).toBytes()));
              read.add(sequence);
            });
        assertThat(discarded.get(30, TimeUnit.SECONDS)).isTrue();
        view.read(2, 100, (sequence, raw) -> read.add(sequence));
      }
      assertThat(read).hasSize(16);
    }
  }
}
