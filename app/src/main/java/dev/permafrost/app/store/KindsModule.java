package dev.permafrost.app.store;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.Multibinds;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.hot.HotColumn;
import java.util.Set;

/**
 * Gathers what is registered: each kind's module adds its format, and its column where it has one,
 * to these sets.
 */
@Module
interface KindsModule {

  /** The formats; those of packs come with the file adapter. */
  @Multibinds
  Set<ArtifactFormat> formats();

  /** The columns beside the ledgers; none so far. */
  @Multibinds
  Set<HotColumn> columns();

  @Provides
  static Kinds kinds(Set<ArtifactFormat> formats, Set<HotColumn> columns) {
    return new Kinds(formats, columns);
  }
}
