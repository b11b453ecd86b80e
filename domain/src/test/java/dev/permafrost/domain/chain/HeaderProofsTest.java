package dev.permafrost.domain.chain;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.chain.HeaderProof.Claim;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One trusted hash at the newest end proves all headers linked to it from below
 * (docs/ledger-data.md, "The header chain"); none proves ledgers above it. Chunk 0 holds ledgers 2
 * to 5, chunk 1 6 to 9, chunk 2 10 to 13.
 */
final class HeaderProofsTest {

  private static final ChunkId THREE = new ChunkId(3);

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  // ---- what is claimed -------------------------------------------------------------------------

  @Test
  void oneHashAtTheTopProvesAllChunksBelowInWhateverOrderTheyWereFrozen() {
    machine.trust(anchor(13));
    try (Store store = machine.open()) {
      Map<ChunkId, HeaderProof> proofs = frozen(store, ONE, ZERO, TWO);
      assertThat(proofs.keySet()).containsExactly(ZERO, ONE, TWO);
      assertProof(proofs.get(ZERO), Claim.ANCHORED, false, true, 5);
      assertProof(proofs.get(ONE), Claim.ANCHORED, true, true, 9);
      assertProof(proofs.get(TWO), Claim.ANCHORED, true, false, 13);
    }
  }

  @Test
  void whatLiesAboveAnAnchorIsLinkedAndNotProven() {
    machine.trust(anchor(9));
    try (Store store = machine.open()) {
      Map<ChunkId, HeaderProof> proofs = frozen(store, ZERO, ONE, TWO, THREE);
      assertProof(proofs.get(ZERO), Claim.ANCHORED, false, true, 5);
      assertProof(proofs.get(ONE), Claim.ANCHORED, true, true, 9);
      assertProof(proofs.get(TWO), Claim.LINKED, true, true, 0);
      assertProof(proofs.get(THREE), Claim.LINKED, true, false, 0);
    }
  }

  @Test
  void anAnchorInTheMiddleProvesItsChunkUpToItselfAndAllBelow() {
    machine.trust(anchor(7));
    try (Store store = machine.open()) {
      Map<ChunkId, HeaderProof> proofs = frozen(store, ZERO, ONE, TWO);
      assertProof(proofs.get(ZERO), Claim.ANCHORED, false, true, 5);
      assertProof(proofs.get(ONE), Claim.LINKED, true, true, 7);
      assertProof(proofs.get(TWO), Claim.LINKED, true, false, 0);
    }
  }

  @Test
  void aChunkThatContinuesAnAnchorRightBelowItIsLinkedToItAndNotProven() {
    machine.trust(anchor(5));
    try (Store store = machine.open()) {
      assertProof(frozen(store, ONE).get(ONE), Claim.LINKED, true, false, 0);
    }
  }

  @Test
  void withoutAnAnchorChunksAreLinkedToTheirNeighboursOrOnlyWithin() {
    try (Store store = machine.open()) {
      Map<ChunkId, HeaderProof> proofs = frozen(store, ZERO, ONE, THREE);
      assertProof(proofs.get(ZERO), Claim.LINKED, false, true, 0);
      assertProof(proofs.get(ONE), Claim.LINKED, true, false, 0);
      assertProof(proofs.get(THREE), Claim.WITHIN, false, false, 0);
    }
  }

  @Test
  void noProofReachesAcrossAGap() {
    machine.trust(anchor(15));
    try (Store store = machine.open()) {
      Map<ChunkId, HeaderProof> proofs = frozen(store, ZERO, ONE, THREE);
      assertProof(proofs.get(ZERO), Claim.LINKED, false, true, 0);
      assertProof(proofs.get(ONE), Claim.LINKED, true, false, 0);
      assertProof(proofs.get(THREE), Claim.WITHIN, false, false, 15);
    }
  }

  // ---- what it rests on ------------------------------------------------------------------------

  @Test
  void anAnchorInAChunkFrozenOrHotBeforeProvesWhatIsFrozenNextToIt() {
    machine.trust(anchor(15));
    try (Store store = machine.open()) {
      freeze(store, TWO);
      ingestUntil(store, THREE, 15);
      Map<ChunkId, HeaderProof> proofs = frozen(store, ONE);
      assertProof(proofs.get(ONE), Claim.ANCHORED, false, true, 9);
    }
  }

  @Test
  void aHotChunkThatEndsBelowTheAnchorProvesNothing() {
    machine.trust(anchor(12));
    try (Store store = machine.open()) {
      ingestUntil(store, TWO, 11);
      assertProof(frozen(store, ONE).get(ONE), Claim.LINKED, false, true, 0);
      ingestUntil(store, TWO, 12);
      ChunkReport report = store.verification().verify(TWO, CancelToken.NEVER);
      Map<ChunkId, HeaderProof> proofs = prove(store, List.of(report), ONE, TWO);
      assertProof(proofs.get(ONE), Claim.ANCHORED, false, true, 9);
      assertProof(proofs.get(TWO), Claim.ANCHORED, true, false, 12);
    }
  }

  @Test
  void nothingRestsOnAChunkThatFailedInTheSameRun() {
    machine.trust(anchor(13));
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      freeze(store, ONE);
      freeze(store, TWO);
      // In the middle of the pack: its first and last ledgers can still be read.
      damageSomeFrameBetween(store);
      List<ChunkReport> reports = new ArrayList<>();
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        reports.add(store.verification().verify(chunk, CancelToken.NEVER));
      }
      assertThat(reports.get(1).isClean()).isFalse();
      Map<ChunkId, HeaderProof> proofs = prove(store, reports, ZERO, ONE, TWO);
      assertThat(proofs).containsOnlyKeys(ZERO, TWO);
      assertProof(proofs.get(ZERO), Claim.WITHIN, false, false, 0);
      assertProof(proofs.get(TWO), Claim.ANCHORED, false, false, 13);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 13})
  void nothingRestsOnAStoredChunkThatDiffersFromAnAnchor(long wrong) {
    try (Store store = machine.open()) {
      freeze(store, TWO);
    }
    machine.trust(new Anchor(wrong, LedgerHash.ZERO), anchor(12));
    try (Store store = machine.open()) {
      assertProof(frozen(store, ONE).get(ONE), Claim.WITHIN, false, false, 0);
      assertThat(machine.events.remarks())
          .extracting(Remark::text)
          .anyMatch(
              text ->
                  text.contains("ledger " + wrong)
                      && text.contains(ledger(wrong).hash().toString()));
    }
  }

  @Test
  void aStoredChunkIsHeldToTheAnchorRightBelowIt() {
    try (Store store = machine.open()) {
      freeze(store, TWO);
    }
    machine.trust(anchor(9));
    try (StoreView view = machine.view()) {
      assertProof(
          view.proofs().prove(List.of(TWO), List.of(), Set.of(), CancelToken.NEVER).get(TWO),
          Claim.LINKED,
          true,
          false,
          0);
    }
    machine.trust(new Anchor(9, LedgerHash.ZERO));
    try (StoreView view = machine.view()) {
      assertThat(view.proofs().prove(List.of(TWO), List.of(), Set.of(), CancelToken.NEVER))
          .isEmpty();
      assertThat(machine.events.remarks())
          .extracting(Remark::text)
          .anyMatch(text -> text.contains("chunk 2 is not used for proofs"));
    }
  }

  @Test
  void nothingRestsOnAHotDatabaseThatLacksALedgerBelowItsHighest() {
    machine.trust(anchor(11));
    try (Store store = machine.open()) {
      ingestUntil(store, TWO, 10);
      put(TWO, 13);
      assertProof(frozen(store, ONE).get(ONE), Claim.WITHIN, false, false, 0);
      assertThat(machine.events.remarks())
          .extracting(Remark::text)
          .anyMatch(text -> text.contains("ledger 11 is missing below the highest"));
    }
  }

  @Test
  void aNeighbourOfAnotherChainLinksToNothing() {
    TestMachine other = new TestMachine();
    other.otherLake(new FakeBackend(NETWORK, LedgerForge.small(2).ledgers(new LedgerRange(2, 41))));
    try (Store store = other.open()) {
      freeze(store, ZERO);
      freeze(store, TWO);
    }
    try (Store store = machine.open()) {
      List<CheckedHeaders> checked = new ArrayList<>();
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        freeze(store, chunk).headers().filter(of -> chunk.equals(ONE)).ifPresent(checked::add);
      }
      for (ChunkId stranger : List.of(ZERO, TWO)) {
        machine.write(machine.pack(stranger), other.bytes(other.pack(stranger)));
      }
      assertProof(
          store.proofs().prove(List.of(ONE), checked, Set.of(), CancelToken.NEVER).get(ONE),
          Claim.WITHIN,
          false,
          false,
          0);
    }
  }

  // ---- what is read for it ---------------------------------------------------------------------

  @Test
  void whatWasCheckedIsNotReadAgainAndNothingAboveTheHighestAnchorIs() {
    machine.trust(anchor(3));
    try (Store store = machine.open()) {
      List<CheckedHeaders> checked = new ArrayList<>();
      freeze(store, ZERO).headers().ifPresent(checked::add);
      freeze(store, ONE);
      freeze(store, TWO);
      machine.steps.off();
      assertProof(
          store.proofs().prove(List.of(ZERO), checked, Set.of(), CancelToken.NEVER).get(ZERO),
          Claim.LINKED,
          false,
          true,
          3);
      assertThat(machine.steps.seen())
          .anyMatch(step -> step.endsWith(machine.pack(ONE).toString()))
          .noneMatch(step -> step.endsWith(machine.pack(ZERO).toString()))
          .noneMatch(step -> step.endsWith(machine.pack(TWO).toString()));
    }
  }

  @Test
  void lookingForProofsIsCancelledBeforeTheNextChunkIsRead() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      CancelSource cancel = new CancelSource();
      cancel.cancel();
      assertThatThrownBy(
              () -> store.proofs().prove(List.of(ZERO), List.of(), Set.of(), cancel.token()))
          .isInstanceOf(Cancelled.class);
    }
  }

  @Test
  void claimsAreWrittenAsTheirWords() {
    assertThat(Arrays.stream(Claim.values()).map(Claim::word))
        .containsExactly("anchored", "linked", "within");
  }

  // ---- what differs from an anchor -------------------------------------------------------------

  @Test
  void aChunkThatDiffersFromAnAnchorIsNotFrozen() {
    machine.trust(new Anchor(8, LedgerHash.ZERO));
    try (Store store = machine.open()) {
      assertAnchorBroken(() -> freeze(store, ONE), 8);
      assertThat(store.catalog().row(ONE).state()).isNotEqualTo(ChunkState.FROZEN);
      assertThat(machine.exists(machine.pack(ONE))).isFalse();
    }
  }

  @Test
  void aFrozenChunkThatDoesNotContinueTheAnchorRightBelowItIsFoundByTheNextFreeze() {
    try (Store store = machine.open()) {
      freeze(store, ONE);
    }
    machine.trust(new Anchor(5, LedgerHash.ZERO));
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> freeze(store, ONE))
          .isInstanceOfSatisfying(BrokenChain.class, e -> assertThat(e.sequence()).isEqualTo(6));
    }
  }

  /** A whole chain that is consistent, as a malicious lake would make it. */
  @Test
  void aSoundChainThatIsNotTheTrustedOneIsNotFrozen() {
    machine.otherLake(
        new FakeBackend(NETWORK, LedgerForge.small(2).ledgers(new LedgerRange(2, 41))));
    try (Store store = machine.open()) {
      freeze(store, ZERO);
    }
    machine.trust(anchor(9));
    try (Store store = machine.open()) {
      assertAnchorBroken(() -> freeze(store, ONE), 9);
    }
    machine.trust(anchor(5));
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> freeze(store, ONE))
          .isInstanceOfSatisfying(BrokenChain.class, e -> assertThat(e.sequence()).isEqualTo(6));
      assertAnchorBroken(() -> freeze(store, ZERO), 5);
      ChunkReport report = store.verification().verify(ZERO, CancelToken.NEVER);
      assertThat(report.failure()).containsInstanceOf(BrokenChain.class);
      assertThat(report.headers()).isEmpty();
    }
  }

  @Test
  void aLedgerThatDiffersFromItsAnchorIsNotIngestedAndWhatCameBeforeStays() {
    machine.trust(new Anchor(8, LedgerHash.ZERO));
    try (Store store = machine.open()) {
      assertAnchorBroken(() -> ingestUntil(store, ONE, 9), 8);
      assertThat(machine.hot(ONE).keySet()).noneMatch(key -> key.equals("ledgers 00000008"));
      assertThat(machine.hot(ONE).keySet()).anyMatch(key -> key.equals("ledgers 00000007"));
    }
    machine.trust(new Anchor(7, LedgerHash.ZERO));
    try (Store store = machine.open()) {
      assertAnchorBroken(() -> ingestUntil(store, ONE, 9), 7);
    }
  }

  // ----------------------------------------------------------------------------------------------

  private static Anchor anchor(long sequence) {
    return new Anchor(sequence, ledger(sequence).hash());
  }

  private static void assertProof(
      @Nullable HeaderProof proof, Claim claim, boolean below, boolean above, long through) {
    OptionalLong provenThrough = through == 0 ? OptionalLong.empty() : OptionalLong.of(through);
    assertThat(proof).isEqualTo(new HeaderProof(claim, below, above, provenThrough));
  }

  private static void assertAnchorBroken(Runnable work, long sequence) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            BrokenChain.class,
            e -> {
              assertThat(e.kind()).isEqualTo(BrokenChain.Kind.ANCHOR);
              assertThat(e.sequence()).isEqualTo(sequence);
            });
  }

  /** Freezes chunks and says what can be said of them when all are done. */
  private static Map<ChunkId, HeaderProof> frozen(Store store, ChunkId... chunks) {
    List<CheckedHeaders> checked = new ArrayList<>();
    for (ChunkId chunk : chunks) {
      freeze(store, chunk).headers().ifPresent(checked::add);
    }
    return store.proofs().prove(List.of(chunks), checked, Set.of(), CancelToken.NEVER);
  }

  private static Map<ChunkId, HeaderProof> prove(
      Store store, List<ChunkReport> reports, ChunkId... asked) {
    Set<ChunkId> unsound = new HashSet<>();
    List<CheckedHeaders> checked = new ArrayList<>();
    for (ChunkReport report : reports) {
      report.headers().ifPresent(checked::add);
      if (!report.isClean()) {
        unsound.add(report.chunk());
      }
    }
    return store.proofs().prove(List.of(asked), checked, unsound, CancelToken.NEVER);
  }

  /** Damages a frame of chunk 1 that is neither its first nor its last. */
  private void damageSomeFrameBetween(Store store) {
    byte[] pack = machine.bytes(machine.pack(ONE));
    for (long offset = 0; offset < pack.length; offset++) {
      machine.damage(machine.pack(ONE), offset);
      boolean isFound = !store.verification().verify(ONE, CancelToken.NEVER).isClean();
      if (isFound && isReadable(store, 6) && isReadable(store, 9)) {
        return;
      }
      machine.write(machine.pack(ONE), pack);
    }
    throw new AssertionError("no damage in the middle was found");
  }

  private static boolean isReadable(Store store, long sequence) {
    try {
      return store.ledgers().<Boolean>withLedger(sequence, raw -> true);
    } catch (dev.permafrost.ports.failure.StorageFailure e) {
      return false;
    }
  }

  /** Puts a ledger of the chain into a hot database as only a fault could. */
  private void put(ChunkId chunk, long sequence) {
    BorrowedLedger sound = TestMachine.checked(sequence);
    ByteBuffer value = ByteBuffer.allocate(HotRecord.PREFIX_BYTES + sound.frame().remaining());
    sound.hash().putAt(value, 0);
    sound.previousHash().putAt(value, LedgerHash.BYTES);
    value.position(HotRecord.PREFIX_BYTES).put(sound.frame()).flip();
    try (HotStore hot = machine.hotStores.openExisting(chunk, machine.families())) {
      hot.commit(
          new HotBatch()
              .put(ColumnFamily.LEDGERS, ByteBuffer.wrap(HotRecord.key(sequence)), value));
    }
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

  private static FreezeResult freeze(Store store, ChunkId chunk) {
    return store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }
}
