package dev.permafrost.prove.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.Workload;
import dev.permafrost.prove.workload.WorkloadEvents;
import dev.permafrost.wiring.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken away from a store. */
final class LostOnPurposeTest {

  private static final ChunkId ONE = new ChunkId(1);

  @TempDir Path temporary;

  @Test
  void whatIsLostOnPurposeStaysLostAndReady() {
    Chain chain = Chain.small();
    RealStores stores = new RealStores(chain.geometry());
    Path data = temporary.resolve("data");
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), StorageEvents.NONE)) {
      new Workload(opened.store(), chain, WorkloadEvents.NONE).ingestUpTo(ONE, chain.halfOf(ONE));
    }

    assertThat(new LostOnPurpose(stores, data, temporary.resolve("copy")).violations()).isEmpty();
  }
}
