package dev.permafrost.domain.store;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store is read for a plan, while its writer runs and without a lock. */
final class StoreGlimpseTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  private List<ChunkStatus> glimpse() {
    return StoreGlimpse.of(machine.ports(), machine.settings(), chunk -> true);
  }

  @Test
  void whereThereIsNoCatalogThereIsNothing() {
    assertThat(glimpse()).isEmpty();
  }

  @Test
  void itSeesWhatAWriterHasDoneSoFarAndDoesNotDisturbIt() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      assertThat(glimpse())
          .singleElement()
          .satisfies(status -> assertThat(status.highest()).hasValue(4));

      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      store.freezer().processChunk(ONE, Set.of(LEDGERS), CancelToken.NEVER);
      assertThat(glimpse())
          .extracting(status -> status.row().state())
          .containsExactly(ChunkState.READY, ChunkState.FROZEN);
      assertThat(StoreGlimpse.of(machine.ports(), machine.settings(), ONE::equals)).hasSize(1);
    }
  }

  /** A writer may remove a file of the database just when it was to be opened. */
  @Test
  void itIsTriedThreeTimes() {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ONE, Set.of(LEDGERS), CancelToken.NEVER);
      failToOpen(0, 1);
      assertThat(glimpse()).hasSize(1);
      failToOpen(3, 4, 5);
      assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(this::glimpse);
      assertThat(glimpse()).hasSize(1);
    }
  }

  private void failToOpen(long... openings) {
    for (long opening : openings) {
      machine.faults.failOn(
          MemoryMetaStores.OPEN_READ_ONLY,
          opening,
          () -> new StorageUnavailable("memory", "open", null));
    }
  }
}
