package dev.permafrost.app.store;

import dagger.Module;
import dagger.Provides;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.source.CoveragePatience;
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

/** Puts the adapters into the records that the domain asks for. */
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
      Optional<BulkBackend> lake,
      OrderedWork ledgerWork,
      StoreRequest request) {
    return new StorePorts(
        databases, files, codec, lake, ledgerWork, request.time(), request.events());
  }

  @Provides
  static StoreSettings settings(Kinds kinds, StoreRequest request) {
    return new StoreSettings(
        Geometry.STANDARD,
        kinds,
        CoveragePatience.upTo(request.coverageTimeout()),
        StoreSettings.DEFAULT_BYTES_IN_FLIGHT,
        request.anchors(),
        request.freezing());
  }
}
