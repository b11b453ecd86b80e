package dev.permafrost.domain.read;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.read.Glances.Glance;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen of a store by those who look again and again while it works. */
final class GlancesTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void whatWasSeenWithinASecondIsGivenAgain() {
    try (Store store = machine.open()) {
      Glances glances = glances(store);
      Glance first = glances.now();
      freeze(store, ZERO);
      machine.time.advance(Duration.ofMillis(999));
      assertThat(glances.now()).isSameAs(first);
      machine.time.advance(Duration.ofMillis(1));
      assertThat(states(glances)).containsExactly(ChunkState.FROZEN);
    }
  }

  @Test
  void theFilesOfAFrozenChunkAreLookedAtEveryFiveMinutes() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      Glances glances = glances(store);
      glances.now();
      machine.lose(machine.pack(ZERO));
      machine.time.advance(Duration.ofMinutes(5).minusMillis(1));
      assertThat(glances.now().chunks().get(0).problems()).isEmpty();
      machine.time.advance(Duration.ofSeconds(1));
      assertThat(glances.now().chunks().get(0).problems())
          .hasOnlyElementsOfType(MissingArtifact.class)
          .hasSize(1);
    }
  }

  @Test
  void aHotChunkIsLookedAtEachTime() {
    try (Store store = machine.open()) {
      Glances glances = glances(store);
      for (long last = 2; last <= 4; last++) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(last), CancelToken.NEVER);
        machine.time.advance(Duration.ofSeconds(1));
        assertThat(glances.now().chunks().get(0).highest()).hasValue(last);
      }
    }
  }

  @Test
  void aChunkThatIsGivenUpWhileItIsLookedAtIsNotThere() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      freeze(store, ONE);
      machine.steps.watch(
          (operation, path) -> {
            if (path.equals(machine.pack(ZERO)) && machine.exists(path)) {
              store.pruning().below(TestMachine.GEOMETRY.first(ONE), CancelToken.NEVER);
            }
          });

      Glance glance = glances(store).now();

      assertThat(store.catalog().row(ZERO).state()).isEqualTo(ChunkState.ABSENT);
      assertThat(glance.chunks())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.row().chunk()).isEqualTo(ONE);
                assertThat(status.problems()).isEmpty();
              });
    }
  }

  private Glances glances(Store store) {
    return new Glances(store.catalog(), store.inventory(), machine.time);
  }

  private static List<ChunkState> states(Glances glances) {
    return glances.now().chunks().stream().map(status -> status.row().state()).toList();
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(LEDGERS), CancelToken.NEVER);
  }
}
