package dev.permafrost.domain.freeze;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * processChunk with a kill or a failure at each of its steps: what a reader may trust holds in
 * between (I2, I3), and running it again ends the same (I4).
 */
final class FreezeAtEveryStepTest {

  private static final Set<ArtifactKind> LEDGERS_ONLY = Set.of(LEDGERS);
  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  private TestMachine machine = new TestMachine();

  /** A chunk and what there is of it before it is frozen in both kinds. */
  private enum From {
    HOT(store -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER)),
    LAKE(store -> {}),
    STALE_HOT(store -> store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER)),
    WIDENED(store -> freeze(store, ZERO, LEDGERS_ONLY)),
    WIDENED_FROM_HOT(
        store -> {
          HOT.before.accept(store);
          freeze(store, ZERO, LEDGERS_ONLY);
        }),
    GIVEN_UP(
        store -> {
          freeze(store, ZERO, BOTH);
          store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, BOTH));
        }),
    ONE_GIVEN_UP(
        store -> {
          freeze(store, ZERO, BOTH);
          store
              .recovery()
              .carryOut(store.recovery().plan(List.of(ZERO), false, Set.of(TinyKind.KIND)));
        }),
    BESIDE_A_NEIGHBOUR(store -> freeze(store, ONE, LEDGERS_ONLY));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
    private final Consumer<Store> before;

    From(Consumer<Store> before) {
      this.before = before;
    }

    TestMachine machine() {
      TestMachine machine = new TestMachine();
      try (Store store = machine.open()) {
        before.accept(store);
      }
      return machine;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKillAtAnyStepLeavesWhatReadersMayTrustAndTheNextRunGivesTheSameBytes(From from) {
    Map<String, String> expected = frozen(from);
    int steps =
        Cuts.dying(
            () -> watched(from),
            this::freezeWatched,
            restarted -> {
              assertTrustworthy(restarted);
              try (Store store = restarted.open()) {
                assertFrozenIsSound(store);
                freeze(store, ZERO, BOTH);
              }
              assertThat(restarted.state()).isEqualTo(expected);
            });
    assertThat(steps).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureAtAnyStepIsTypedLeavesNothingOpenAndTheNextRunGivesTheSameBytes(From from) {
    Map<String, String> expected = frozen(from);
    int steps =
        Cuts.failing(
            () -> watched(from),
            this::freezeWatched,
            (failed, store) -> {
              assertThat(failed.lake.openStreams()).isZero();
              assertTrustworthy(failed);
              assertFrozenIsSound(store);
              freeze(store, ZERO, BOTH);
              assertThat(failed.state()).isEqualTo(expected);
            });
    assertThat(steps).isGreaterThan(20);
  }

  /** What a failure leaves may be swept instead of made again. */
  @ParameterizedTest
  @EnumSource
  void aKillAtAnyStepCanBeGivenUpAndSweptAway(From from) {
    Cuts.dying(
        () -> watched(from),
        this::freezeWatched,
        restarted -> {
          try (Store store = restarted.open()) {
            store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, BOTH));
            store.sweep().sweepAll(CancelToken.NEVER);
            assertThat(store.catalog().row(ZERO).artifacts()).isEmpty();
          }
          for (ArtifactKind kind : BOTH) {
            assertThat(restarted.exists(restarted.artifact(kind, ZERO))).isFalse();
          }
        });
  }

  private static Map<String, String> frozen(From from) {
    TestMachine reference = from.machine();
    try (Store store = reference.open()) {
      freeze(store, ZERO, BOTH);
    }
    reference.requireNothingOpen();
    return reference.state();
  }

  /** I2 and I3: a frozen file is there, and a file that is there has a key. */
  private static void assertTrustworthy(TestMachine machine) {
    Map<String, String> catalog = machine.catalog();
    for (ArtifactKind kind : BOTH) {
      String state = catalog.getOrDefault("chunk:00000000:" + kind, "absent");
      boolean there = machine.exists(machine.artifact(kind, ZERO));
      if (state.equals("frozen")) {
        assertThat(there).as("%s is frozen", kind).isTrue();
      }
      if (there) {
        assertThat(state).as("%s is there", kind).isNotEqualTo("absent");
      }
    }
  }

  private static void assertFrozenIsSound(Store store) {
    ChunkReport report = store.verification().verify(ZERO, CancelToken.NEVER);
    assertThat(report.failure()).isEmpty();
  }

  private TestMachine watched(From from) {
    machine = from.machine();
    return machine;
  }

  /** No file is unlinked under {@code frozen}: the catalog is read right before each unlinking. */
  private void freezeWatched(Store store) {
    List<String> wrong = new ArrayList<>();
    machine.steps.watch(
        (operation, path) -> {
          for (ArtifactKind kind : BOTH) {
            if (operation.equals("unlink")
                && path.equals(machine.artifact(kind, ZERO))
                && store.catalog().row(ZERO).artifact(kind) == ArtifactState.FROZEN) {
              wrong.add(operation + " " + path);
            }
          }
        });
    try {
      freeze(store, ZERO, BOTH);
    } finally {
      assertThat(wrong).isEmpty();
    }
  }

  private static FreezeResult freeze(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    return store.freezer().processChunk(chunk, kinds, CancelToken.NEVER);
  }
}
