package dev.permafrost.prove.ledgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.testkit.ledger.RealLedgers;
import dev.permafrost.testkit.source.WrongLedgers;
import dev.permafrost.wiring.OpenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link that is broken in the middle of a chunk, on all the real adapters. */
final class BrokenLinkTest {

  private static final LedgerRange LEDGERS = new LedgerRange(10_048, 10_077);
  private static final ChunkId CHUNK = new ChunkId(1005);
  private static final long BROKEN = 10_056;

  @TempDir Path directory;

  @Test
  void ledgersOfTheForgeStopThereAndGoOnWhenTheyAreWhole() {
    assertStopsAndGoesOn(
        LedgerForge.small(25).ledgers(LEDGERS).stream().map(ForgedLedger::toBytes).toList());
  }

  @Test
  void ledgersThatStellarCoreWroteStopThereAndGoOnWhenTheyAreWhole() {
    assertStopsAndGoesOn(RealLedgers.core());
  }

  private void assertStopsAndGoesOn(List<byte[]> whole) {
    List<byte[]> broken = new ArrayList<>(whole);
    int index = (int) (BROKEN - LEDGERS.first());
    broken.set(index, WrongLedgers.withLinkTo(LedgerHash.ZERO, broken.get(index)));
    RealStores stores = new RealStores(new Geometry(10));
    try (OpenStore<Store> opened = stores.open(RootPaths.under(directory), StorageEvents.NONE)) {
      Store store = opened.store();
      assertThatThrownBy(() -> ingest(store, broken))
          .isInstanceOfSatisfying(
              BrokenChain.class, e -> assertThat(e.sequence()).isEqualTo(BROKEN));
      assertThat(store.inventory().status(CHUNK).highest()).hasValue(BROKEN - 1);

      ingest(store, whole);
      assertThat(
              store
                  .freezer()
                  .processChunk(CHUNK, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER)
                  .source())
          .isEqualTo("hot");
    }
  }

  private static void ingest(Store store, List<byte[]> ledgers) {
    RawLedgers source = new RawLedgers("a list of ledgers", LEDGERS, ledgers);
    store.ingest().ingest(CHUNK, OptionalLong.empty(), source, Optional.empty(), CancelToken.NEVER);
  }
}
