package dev.permafrost.wiring;

import dagger.Module;
import dagger.Provides;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.OrderedWork;
import java.util.Optional;

/** Collects the adapters in the records that the domain expects. */
@Module
final class StoreModule {

  private StoreModule() {}

  @Provides
  static StorePorts.Databases databases(MetaStores catalog, HotStores hot) {
    return new StorePorts.Databases(catalog, hot);
  }

  @Provides
  static StorePorts.Files files(
      StoreRoots roots, HotDirectories hot, ArtifactStore artifacts, LedgerPacks packs) {
    return new StorePorts.Files(roots, hot, artifacts, packs);
  }

  @Provides
  static StorePorts ports(
      StorePorts.Databases databases,
      StorePorts.Files files,
      FrameCodec codec,
      Optional<BulkBackend> backend,
      OrderedWork ledgerWork,
      Permafrost wanted) {
    return new StorePorts(
        databases, files, codec, backend, ledgerWork, wanted.time(), wanted.events());
  }

  @Provides
  static StoreSettings settings(Kinds kinds, Permafrost wanted) {
    return new StoreSettings(
        wanted.geometry(),
        kinds,
        wanted.patience(),
        wanted.bytesInFlight(),
        wanted.anchors(),
        wanted.freezing());
  }
}
