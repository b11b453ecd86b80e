package dev.permafrost.wiring;

import dagger.Module;
import dagger.Provides;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.threads.PooledWork;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Opens the resources that are closed with a store: its threads and its lake. */
@Module
final class OwnedModule {

  private OwnedModule() {}

  @Provides
  @Singleton
  @SuppressWarnings("MustBeClosedChecker") // owned by the lifetimes
  static OrderedWork ledgerWork(Permafrost wanted, Lifetimes lifetimes) {
    PooledWork work = PooledWork.start("ledgers", wanted.ledgerWorkers());
    return lifetimes.own(work, work::close);
  }

  @Provides
  @Singleton
  @SuppressWarnings("MustBeClosedChecker") // owned by the lifetimes
  static Optional<BulkBackend> backend(Permafrost wanted, Lifetimes lifetimes) {
    if (wanted.backend().isPresent() || wanted.lakes().isEmpty()) {
      return wanted.backend();
    }
    DataLake lake = DataLakes.open(wanted.lakes(), wanted.time(), wanted.events());
    return Optional.of(lifetimes.own(lake, lake::close));
  }
}
