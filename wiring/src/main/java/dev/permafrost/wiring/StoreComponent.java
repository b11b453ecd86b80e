package dev.permafrost.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.fs.FsModule;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.rocksdb.RocksDbModule;
import dev.permafrost.zstd.ZstdModule;
import jakarta.inject.Singleton;

/** The composition root: every port of a store, bound to its standard adapter. */
@Singleton
@Component(
    modules = {
      FsModule.class,
      RocksDbModule.class,
      ZstdModule.class,
      OwnedModule.class,
      KindsModule.class,
      StoreModule.class
    })
interface StoreComponent {

  /** The ports, the roots among them not claimed yet. */
  StorePorts ports();

  /** The settings. */
  StoreSettings settings();

  /** The parts of a store. What is opened for them is registered with the lifetimes. */
  static StoreComponent of(Permafrost wanted, Lifetimes lifetimes) {
    RootPaths roots = wanted.roots();
    return DaggerStoreComponent.factory()
        .create(new RocksDbModule(roots.catalog(), roots.hot()), roots, wanted, lifetimes);
  }

  /** What is known before anything is built. */
  @Component.Factory
  interface Factory {
    StoreComponent create(
        RocksDbModule databases,
        @BindsInstance RootPaths roots,
        @BindsInstance Permafrost wanted,
        @BindsInstance Lifetimes lifetimes);
  }
}
