package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.vfs.Vfs;

/**
 * What stands between the production code and the machine. As it is, nothing; a mutant overrides
 * what it does wrongly. One object serves one process.
 */
class Wiring {

  /** Production code as it is. */
  static final Wiring AS_IT_IS = new Wiring();

  /** What part of the file adapters uses the disk. */
  enum Use {
    ROOTS,
    HOT,
    ARTIFACTS
  }

  /** What a part of the file adapters sees of the disk. */
  Vfs vfs(Vfs original, Use use, Layout layout) {
    return original;
  }

  MetaStores catalog(MetaStores original, Layout layout) {
    return original;
  }

  HotStores hot(HotStores original, Layout layout) {
    return original;
  }

  HotDirectories directories(HotDirectories original) {
    return original;
  }

  ArtifactStore artifacts(ArtifactStore original) {
    return original;
  }
}
