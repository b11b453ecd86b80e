package dev.permafrost.app.store;

import dagger.BindsInstance;
import dagger.Component;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.fs.FsModule;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.rocksdb.RocksDbModule;
import dev.permafrost.zstd.ZstdModule;
import java.util.Optional;

/**
 * The composition root: every port of a store, bound to its adapter. Only objects come out of it;
 * whoever asks for the ports opens and closes the store that stands on them.
 */
@Component(
    modules = {
      FsModule.class,
      RocksDbModule.class,
      ZstdModule.class,
      KindsModule.class,
      StoreModule.class
    })
interface StoreComponent {

  /** The ports, the roots among them not claimed yet. */
  StorePorts ports();

  /** The settings. */
  StoreSettings settings();

  /** The parts of a store. */
  static StoreComponent of(
      StoreRequest request, OrderedWork ledgerWork, Optional<BulkBackend> lake) {
    RootPaths roots = request.roots();
    return DaggerStoreComponent.factory()
        .create(new RocksDbModule(roots.catalog(), roots.hot()), roots, request, ledgerWork, lake);
  }

  /** What is known before anything is built. */
  @Component.Factory
  interface Factory {
    StoreComponent create(
        RocksDbModule databases,
        @BindsInstance RootPaths roots,
        @BindsInstance StoreRequest request,
        @BindsInstance OrderedWork ledgerWork,
        @BindsInstance Optional<BulkBackend> lake);
  }
}
