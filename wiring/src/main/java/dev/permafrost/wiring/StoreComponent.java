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

/** The composition root: binds every port of a store to its standard adapter. */
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

  /** The ports; the roots are not claimed yet. */
  StorePorts ports();

  /** The settings. */
  StoreSettings settings();

  /** Creates the component. Resources opened for it are registered with the lifetimes. */
  static StoreComponent of(Permafrost wanted, Lifetimes lifetimes) {
    RootPaths roots = wanted.roots();
    return DaggerStoreComponent.factory()
        .create(new RocksDbModule(roots.catalog(), roots.hot()), roots, wanted, lifetimes);
  }

  /** The inputs of the component. */
  @Component.Factory
  interface Factory {
    StoreComponent create(
        RocksDbModule databases,
        @BindsInstance RootPaths roots,
        @BindsInstance Permafrost wanted,
        @BindsInstance Lifetimes lifetimes);
  }
}
