package dev.permafrost.domain.chain;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.LedgerChecks.Edges;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The links to adjacent chunks: which are read, from where, and which do not exist. */
final class LedgerChecksTest {

  private static final Edges OF_ONE = new Edges(ledger(6).previousHash(), ledger(9).hash());

  private final TestMachine machine = new TestMachine();

  @Test
  void soundNeighboursAreReadFromPackAndFromHotAndLink() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, TWO, 13);
      LedgerChecks checks = checks(store);
      checks.check(ONE, OF_ONE, Reach.FROZEN_AND_HOT);
      assertThat(checks.hashBefore(ONE, Reach.FROZEN)).contains(ledger(5).hash());
      assertThat(machine.events.remarks()).noneMatch(remark -> remark.text().contains("link"));
    }
    machine.requireNothingOpen();
  }

  @Test
  void aLinkThatDoesNotHoldIsBrokenAtTheLedgerBehindTheBorder() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, TWO, 10);
      LedgerChecks checks = checks(store);
      assertBroken(
          () -> checks.check(ONE, new Edges(LedgerHash.ZERO, ledger(9).hash()), Reach.FROZEN), 6);
      Edges last = new Edges(ledger(6).previousHash(), LedgerHash.ZERO);
      assertBroken(() -> checks.check(ONE, last, Reach.FROZEN_AND_HOT), 10);
      checks.check(ONE, last, Reach.FROZEN);
    }
    machine.requireNothingOpen();
  }

  private static void assertBroken(Runnable check, long sequence) {
    assertThatThrownBy(check::run)
        .isInstanceOfSatisfying(
            BrokenChain.class, e -> assertThat(e.sequence()).isEqualTo(sequence));
  }

  @Test
  void aHotNeighbourThatEndsBeforeTheBorderHasNothingToCheck() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 4);
      assertThat(checks(store).hashBefore(ONE, Reach.FROZEN_AND_HOT)).isEmpty();
    }
    machine.requireNothingOpen();
  }

  /** Not even a warning: there is no such neighbour. */
  @Test
  void theFirstChunkHasNoneBeforeItAndTheLargestNoneBehindIt() {
    try (Store store = machine.open()) {
      LedgerChecks checks = checks(store);
      assertThat(checks.hashBefore(ZERO, Reach.FROZEN_AND_HOT)).isEmpty();
      checks.checkFirst(ZERO, LedgerHash.ZERO, Reach.FROZEN_AND_HOT);
      checks.checkLast(TestMachine.GEOMETRY.largest(), LedgerHash.ZERO, Reach.FROZEN_AND_HOT);
      assertThat(machine.events.remarks()).noneMatch(remark -> remark.text().contains("link"));
    }
  }

  private LedgerChecks checks(Store store) {
    Geometry geometry = TestMachine.GEOMETRY;
    StorePorts ports = machine.ports();
    Catalog catalog = TestMachine.changing(store);
    HotChunks hot =
        new HotChunks(
            catalog,
            ports.databases().hot(),
            ports.files().hotDirectories(),
            machine.settings().kinds(),
            new ArtifactFiles(
                geometry,
                machine.settings().kinds(),
                ports.files().artifacts(),
                ports.files().packs()),
            new Attempts(machine.events, machine.time),
            true);
    return new LedgerChecks(
        catalog,
        new StoredHeaders(
            geometry, ports.files().packs(), hot, ports.codec(), new DirectBuffers(1 << 20)),
        Anchors.none(),
        machine.events);
  }

  private static void ingestUntil(Store store, ChunkId chunk, long until) {
    store
        .ingest()
        .ingest(
            chunk,
            OptionalLong.of(until),
            new FakeBackend(NETWORK, TestMachine.CHAIN),
            Optional.of(NETWORK),
            CancelToken.NEVER);
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }
}
