package dev.permafrost.domain.source;

import static dev.permafrost.domain.store.TestMachine.GEOMETRY;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.kind.TinyKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first source that may be used is used: hot, then the pack, then the lake. */
final class SourcePickerTest {

  private static final Set<ArtifactKind> TINY_ONLY = Set.of(TinyKind.KIND);

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void aKindWithoutTheLedgersOfAChunkThatIsNowhereComesFromTheLake() {
    try (Store store = machine.open()) {
      assertThat(picked(store, TINY_ONLY)).isEqualTo("lake");
      store.freezer().processChunk(ZERO, TINY_ONLY, CancelToken.NEVER);
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.ABSENT);
      assertThat(store.catalog().row(ZERO).artifact(TinyKind.KIND)).isEqualTo(ArtifactState.FROZEN);
    }
  }

  /** Only {@code frozen} is trusted: a file under any other word may be anything. */
  @Test
  void aPackThatIsThereAndNotFrozenIsNoSource() {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ZERO, Set.of(LEDGERS), CancelToken.NEVER);
      assertThat(picked(store, TINY_ONLY)).isEqualTo("pack");
      TestMachine.changing(store).demote(Map.of(ZERO, Set.of(LEDGERS)), Set.of());
      assertThat(picked(store, TINY_ONLY)).isEqualTo("lake");
      TestMachine.changing(store).markFreezing(ZERO, Set.of(LEDGERS), Optional.empty());
      assertThat(picked(store, TINY_ONLY)).isEqualTo("lake");
      assertThat(machine.exists(machine.pack(ZERO))).isTrue();
    }
  }

  @Test
  void thePackIsNoSourceOfTheLedgersThemselves() {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ZERO, Set.of(LEDGERS), CancelToken.NEVER);
      assertThat(picked(store, Set.of(LEDGERS))).isEqualTo("lake");
    }
  }

  @Test
  void theHotDatabaseComesFirstWhereItIsCompleteAndThePackBeforeTheLake() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      assertThat(picked(store, TINY_ONLY)).isEqualTo("lake");
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      assertThat(picked(store, TINY_ONLY)).isEqualTo("hot");
      store.freezer().processChunk(ZERO, Set.of(LEDGERS), CancelToken.NEVER);
      assertThat(picked(store, TINY_ONLY)).isEqualTo("hot");
      store.hot().discardHotDBForChunk(ZERO);
      assertThat(picked(store, TINY_ONLY)).isEqualTo("pack");
    }
  }

  @Test
  void whatTheStoreHasItselfIsLocalAndTheLakeIsNot() {
    try (Store store = machine.open()) {
      assertThat(picked(store, TINY_ONLY, ChunkSource::isLocal)).isFalse();
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      assertThat(picked(store, TINY_ONLY, ChunkSource::isLocal)).isTrue();
      store.freezer().processChunk(ZERO, Set.of(LEDGERS), CancelToken.NEVER);
      store.hot().discardHotDBForChunk(ZERO);
      assertThat(picked(store, TINY_ONLY)).isEqualTo("pack");
      assertThat(picked(store, TINY_ONLY, ChunkSource::isLocal)).isTrue();
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed immediately
  void aHotDatabaseThatIsLeftOutBecauseItIsNotCompleteIsSaidWithWhatItHas() {
    try (Store store = machine.open()) {
      store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
      assertLeftOut(store, "(no ledger of 2");
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      assertLeftOut(store, "(up to 4 of 2");
    }
  }

  @Test
  void aHotDatabaseThatCannotBeAskedForItsHighestLedgerIsAFailureAndIsLetGo() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      long asked =
          machine.faults.asked().stream()
              .filter(step -> step.startsWith(MemoryHotStores.HIGHEST_KEY + " "))
              .count();
      // The opening asks once itself.
      machine.faults.failOn(
          MemoryHotStores.HIGHEST_KEY,
          asked + 1,
          () -> new HotStoreUnavailable(ZERO, "there", "injected", null));
      assertThatThrownBy(() -> picked(store, TINY_ONLY)).isInstanceOf(HotStoreUnavailable.class);
      assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
    }
  }

  private void assertLeftOut(Store store, String what) {
    machine.events.clear();
    assertThat(picked(store, TINY_ONLY)).isEqualTo("lake");
    assertThat(machine.events.remarks())
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.level()).isEqualTo(Remark.Level.INFO);
              assertThat(remark.chunk()).contains(ZERO);
              assertThat(remark.text()).contains(what);
            });
  }

  /** What a picker over the parts of a store picks; closed again. */
  private String picked(Store store, Set<ArtifactKind> kinds) {
    return picked(store, kinds, ChunkSource::name);
  }

  private <T> T picked(Store store, Set<ArtifactKind> kinds, Function<ChunkSource, T> asked) {
    StorePorts ports = machine.ports();
    CoverageWaiting waiting =
        new CoverageWaiting(machine.time, machine.events, CoveragePatience.upTo(Duration.ZERO));
    SourcePicker picker =
        new SourcePicker(
            store.catalog(),
            store.hot(),
            new ArtifactFiles(
                GEOMETRY,
                machine.settings().kinds(),
                ports.files().artifacts(),
                ports.files().packs()),
            ports.codec(),
            new Lake(ports.backend(), store.catalog(), waiting),
            machine.settings().freezing().decodesHotFrames(),
            machine.events);
    try (ChunkSource source = picker.pick(ZERO, kinds, CancelToken.NEVER)) {
      return asked.apply(source);
    }
  }
}
