package dev.permafrost.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.ElementsIntoSet;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.artifact.ArtifactFormat;
import java.util.Set;

/** Collects the registered kinds; the packs of ledgers come with the file adapter. */
@Module
final class KindsModule {

  private KindsModule() {}

  @Provides
  @ElementsIntoSet
  static Set<ArtifactFormat> formats(Permafrost wanted) {
    return Set.copyOf(wanted.formats());
  }

  @Provides
  static Kinds kinds(Set<ArtifactFormat> formats, Permafrost wanted) {
    return new Kinds(formats, wanted.columns());
  }
}
