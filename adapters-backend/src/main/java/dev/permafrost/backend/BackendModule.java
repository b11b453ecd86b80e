package dev.permafrost.backend;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.TimeSource;
import jakarta.inject.Singleton;

/**
 * Gives a graph its bulk backend, from {@link LakeOptions} and a clock. The graph owns nothing: the
 * caller that builds the graph must close the {@link DataLake}.
 */
@Module
public interface BackendModule {

  /** The lake, opened once for the graph; nothing is asked of it by that. */
  @Provides
  @Singleton
  @SuppressWarnings("MustBeClosedChecker") // Closed by the caller that builds the graph.
  static DataLake dataLake(LakeOptions options, TimeSource time) {
    return DataLakes.open(options, time);
  }

  /** The lake as the domain knows it. */
  @Binds
  BulkBackend bulkBackend(DataLake lake);
}
