package dev.permafrost.domain.audit;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An audit of a store at rest finds what violates its invariants, and changes nothing. */
final class AuditTest {

  private static final AuditRequest EVERYTHING = AuditRequest.ofEverything();

  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  /** What the steps of a machine are called that change something. */
  private static final String WRITES =
      "(create|openWrite|writeAt|makeDirectory|unlink|removeDirectory|sync|syncDirectory"
          + "|catalog create|catalog commit|hot create|hot commit|hot open|hot rewrite witness"
          + "|hot record witness|hot sync witness) .*";

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Nested
  final class WhatIsSound {

    @Test
    void aSettledStoreIsCleanWhateverItsChunksAre() {
      settle();
      AuditReport report = audit(EVERYTHING.deeply());
      assertThat(report.findings()).isEmpty();
      assertThat(report.isClean()).isTrue();
      assertThat(report.chunks()).extracting(AuditedChunk::chunk).containsExactly(ZERO, ONE, TWO);
      assertThat(report.chunks())
          .extracting(chunk -> chunk.state().orElseThrow())
          .containsExactly(ChunkState.FROZEN, ChunkState.FROZEN, ChunkState.READY);
      assertThat(report.chunks()).extracting(AuditedChunk::ledgers).containsExactly(4L, 8L, 2L);
      assertThat(report.chunks())
          .extracting(AuditedChunk::rawBytes)
          .containsExactly(rawBytes(2, 5), 2 * rawBytes(6, 9), rawBytes(10, 11));
    }

    @Test
    void aReadyDatabaseWithoutAnyLedgerIsSound() {
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        assertThat(writer.highest()).isEmpty();
      }
      AuditReport report = audit(EVERYTHING.deeply());
      assertThat(report.findings()).isEmpty();
      assertThat(report.chunks()).extracting(AuditedChunk::ledgers).containsExactly(0L);
    }

    @Test
    void withoutReadingEveryLedgerNoneIsRead() {
      settle();
      AuditReport report = audit(EVERYTHING);
      assertThat(report.isClean()).isTrue();
      assertThat(report.chunks()).extracting(AuditedChunk::ledgers).containsOnly(0L);
      assertThat(machine.events.attemptsAt(Operation.VERIFY)).isEmpty();
    }

    /** Lesson 33. */
    @Test
    void noStepOfAnAuditWritesAnything() {
      settle();
      violateEverything();
      Map<String, String> before = machine.state();
      machine.steps.watch(
          (operation, path) -> {
            if ((operation + " " + path).matches(WRITES)) {
              throw new AssertionError("an audit did: " + operation + " " + path);
            }
          });
      machine.steps.off();

      AuditReport report = audit(EVERYTHING.deeply());

      assertThat(machine.steps.seen()).isNotEmpty().noneMatch(step -> step.matches(WRITES));
      assertThat(report.violations()).hasSizeGreaterThan(5);
      assertThat(machine.state()).isEqualTo(before);
    }

    @Test
    void aStoreThatIsBeingWrittenToIsRefusedAndNotGuessedAt() {
      try (Store store = machine.open()) {
        assertThatThrownBy(AuditTest.this::auditEverything).isInstanceOf(RootLocked.class);
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }

    @Test
    void whileAStoreIsAuditedNobodyWritesToIt() {
      settle();
      try (StoreView view = machine.view()) {
        assertThatThrownBy(AuditTest.this::openAndClose).isInstanceOf(RootLocked.class);
        assertThat(view.audit().run(EVERYTHING, new Silent(), CancelToken.NEVER).isClean())
            .isTrue();
      }
    }
  }

  @Nested
  final class I2Frozen {

    @Test
    void aFrozenChunkWithoutItsFileIsMadeAnewFromWhereItsLedgersAre() {
      settle();
      machine.lose(machine.pack(ZERO));
      machine.lose(machine.pack(ONE));
      AuditReport report = audit(EVERYTHING);
      assertThat(report.violations())
          .extracting(Finding::violation)
          .containsOnly(Violation.FROZEN_WITHOUT_FILE);
      assertThat(report.violations())
          .extracting(AuditTest::repair)
          .containsExactly(
              new OperatorStep.MakeAgain(ZERO, Set.of(LEDGERS), true, false),
              new OperatorStep.MakeAgain(ONE, Set.of(LEDGERS), true, true));
    }

    @Test
    void anotherKindIsMadeAnewFromTheLocalPackUnlessThatIsDamagedToo() {
      settle();
      machine.lose(machine.artifact(TinyKind.KIND, ZERO));
      assertThat(audit(EVERYTHING).violations())
          .singleElement()
          .extracting(AuditTest::repair)
          .isEqualTo(new OperatorStep.MakeAgain(ZERO, Set.of(TinyKind.KIND), true, true));
      machine.write(machine.pack(ZERO), new byte[9]);
      assertThat(audit(EVERYTHING).violations())
          .extracting(AuditTest::repair)
          .containsExactly(
              new OperatorStep.MakeAgain(ZERO, Set.of(LEDGERS), true, false),
              new OperatorStep.MakeAgain(ZERO, Set.of(TinyKind.KIND), true, false));
    }

    /** Lesson 35. */
    @Test
    void aPackOfAnotherChunkUnderThisOnesNameIsFoundWithoutReadingALedger() {
      settle();
      machine.write(machine.pack(ZERO), machine.bytes(machine.pack(ONE)));
      for (AuditRequest request : List.of(EVERYTHING, EVERYTHING.deeply())) {
        assertThat(audit(request).violations())
            .singleElement()
            .satisfies(
                finding -> {
                  assertThat(finding.violation()).isEqualTo(Violation.FROZEN_UNSOUND);
                  assertThat(finding.severity()).isEqualTo(Severity.DAMAGE);
                  assertThat(finding.chunk()).contains(ZERO);
                });
      }
    }

    @Test
    void aFlippedByteInARecordIsFoundByADeepAuditAndNeedsOne() {
      settle();
      machine.damage(machine.pack(ZERO), 60);
      assertThat(audit(EVERYTHING).isClean()).isTrue();
      assertThat(audit(EVERYTHING.deeply()).violations())
          .extracting(Finding::violation)
          .containsExactly(Violation.FROZEN_UNSOUND);
    }

    @Test
    void damageOfAPackDoesNotHideDamageOfTheHotDatabaseOfTheSameChunk() {
      settle();
      machine.damage(machine.pack(ONE), 60);
      machine.lose(machine.hotDirectory(ONE).resolve("CURRENT"));
      assertThat(audit(EVERYTHING.deeply()).violations())
          .extracting(Finding::violation)
          .containsExactly(Violation.HOT_LOST, Violation.FROZEN_UNSOUND);
    }
  }

  @Nested
  final class I1Ready {

    @Test
    void aReadyChunkWithoutDirectoryIsLostAndOnlyGivingItUpEndsThat() {
      settle();
      machine.lose(machine.hotDirectory(TWO));
      Finding lost = only(audit(EVERYTHING));
      assertThat(lost.violation()).isEqualTo(Violation.HOT_LOST);
      assertThat(lost.severity()).isEqualTo(Severity.OPERATOR);
      assertThat(lost.notice().orElseThrow().code()).isEqualTo("PF-HOT-LOST");
      assertThat(repair(lost)).isEqualTo(new OperatorStep.GiveUpHot(TWO, false));
      assertThat(machine.catalog()).containsEntry("hot:chunk:00000002", "ready");
    }

    @Test
    void aWitnessAheadOfTheDatabaseIsLossAndWhatIsLeftCanBeKept() {
      settle();
      witness(TWO, 13);
      Finding lost = only(audit(EVERYTHING));
      assertThat(lost.violation()).isEqualTo(Violation.HOT_LOST);
      assertThat(repair(lost)).isEqualTo(new OperatorStep.RewriteWitness(TWO));
      witness(TWO, 11);
      witness(ONE, 9);
      assertThat(audit(EVERYTHING).isClean()).isTrue();
    }

    @Test
    void aWitnessThatIsMissingUnsoundOrOutsideOfItsChunkIsWrittenAnew() {
      settle();
      for (Runnable spoil :
          List.<Runnable>of(
              () -> witness(TWO, 500),
              () -> witness(TWO, 8),
              () -> machine.write(witnessFile(TWO), new byte[1024]),
              () -> machine.lose(witnessFile(TWO)))) {
        spoil.run();
        Finding finding = only(audit(EVERYTHING));
        assertThat(finding.violation()).isEqualTo(Violation.WITNESS_UNSOUND);
        assertThat(finding.failure()).containsInstanceOf(HotStoreDamaged.class);
        assertThat(repair(finding)).isEqualTo(new OperatorStep.RewriteWitness(TWO));
      }
    }

    @Test
    void aWitnessThatLagsAsAPowerCutLeavesItIsOnlyNoted() {
      settle();
      witness(TWO, 10);
      AuditReport report = audit(EVERYTHING);
      assertThat(report.isClean()).isTrue();
      assertThat(report.findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.violation()).isEqualTo(Violation.WITNESS_BEHIND);
                assertThat(finding.severity()).isEqualTo(Severity.NOTE);
              });
      // Notes do not prevent reading.
      assertThat(audit(EVERYTHING.deeply()).chunks())
          .extracting(AuditedChunk::ledgers)
          .endsWith(2L);
    }

    @Test
    void aWitnessThatLagsByMoreThanAPowerCutExplainsIsAViolation() {
      machine.geometry(new Geometry(1000));
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(41), CancelToken.NEVER);
      }
      longHotDatabase(300);
      for (long lag : new long[] {256, 257}) {
        witness(ZERO, 300 - lag);
        AuditReport report = audit(EVERYTHING);
        assertThat(report.findings())
            .singleElement()
            .satisfies(
                finding -> {
                  assertThat(finding.violation()).isEqualTo(Violation.WITNESS_BEHIND);
                  assertThat(finding.severity().isViolation()).isEqualTo(lag == 257);
                  assertThat(repair(finding)).isEqualTo(new OperatorStep.RewriteWitness(ZERO));
                });
      }
    }

    @Test
    void aHotDatabaseThatLostLedgersIsGivenUpWhereThePackHasThem() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
        store.freezer().processChunk(ZERO, Set.of(LEDGERS), CancelToken.NEVER);
      }
      witness(ZERO, 4);
      Finding lost = only(audit(EVERYTHING));
      assertThat(lost.violation()).isEqualTo(Violation.HOT_LOST);
      assertThat(repair(lost)).isEqualTo(new OperatorStep.GiveUpHot(ZERO, true));
    }

    @Test
    void aDatabaseWithOtherColumnFamiliesIsToldApartFromADamagedOne() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(TWO, OptionalLong.empty(), CancelToken.NEVER);
      }
      machine.kinds(List.of(FileStores.packFormat()), List.of());
      Finding finding = only(audit(EVERYTHING));
      assertThat(finding.violation()).isEqualTo(Violation.HOT_OTHER_FAMILIES);
      assertThat(finding.failure()).containsInstanceOf(OtherColumnFamilies.class);
    }

    /** Lesson 27. */
    @Test
    void whatMayNotBeReadIsNeitherLossNorDamageAndNoCommandIsNamed() {
      settle();
      failNext(
          MemoryHotStores.OPEN_READ_ONLY,
          () -> new PermissionDenied("hot", "open", new IOException()));
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("openRead") && path.equals(machine.pack(ZERO))) {
              throw new AccessDeniedException(path.toString());
            }
          });
      assertThat(audit(EVERYTHING).violations())
          .hasSize(2)
          .allSatisfy(
              finding -> {
                assertThat(finding.violation()).isEqualTo(Violation.UNREADABLE);
                assertThat(finding.severity()).isEqualTo(Severity.OPERATOR);
                assertThat(finding.repair()).isEmpty();
                assertThat(finding.notice().orElseThrow().code()).isEqualTo("PF-PERMISSION");
              });
    }

    /** Lesson 27. */
    @Test
    void whatCannotBeReadNowIsNeitherLossNorDamage() {
      settle();
      failNext(
          MemoryHotStores.OPEN_READ_ONLY,
          () -> new HotStoreUnavailable(ONE, "there", "too many open files", null));
      Finding finding = only(audit(EVERYTHING));
      assertThat(finding.violation()).isEqualTo(Violation.UNREADABLE);
      assertThat(finding.severity()).isEqualTo(Severity.UNAVAILABLE);
      assertThat(finding.repair()).isEmpty();
    }

    @Test
    void aBlockThatCannotBeReadIsFoundByADeepAuditInEveryFamily() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(TWO, OptionalLong.empty(), CancelToken.NEVER);
      }
      int families = machine.families().size();
      assertThat(families).isEqualTo(3);
      for (int family = 0; family < families; family++) {
        failAfter(
            family,
            MemoryHotStores.CURSOR,
            () -> new HotStoreDamaged(TWO, "there", "a block fails its checksum", null));
        Finding finding = only(audit(EVERYTHING.deeply()));
        assertThat(finding.violation()).isEqualTo(Violation.HOT_DAMAGED);
        assertThat(repair(finding)).isEqualTo(new OperatorStep.GiveUpHot(TWO, false));
      }
      failAfter(families, MemoryHotStores.CURSOR, Cancelled::new);
      assertThat(audit(EVERYTHING.deeply()).isClean()).isTrue();
    }
  }

  @Nested
  final class TheChain {

    @Test
    void chunksThatDoNotLinkAreBothNamedByADeepAudit() {
      settle();
      machine.lose(machine.pack(ZERO));
      TestMachine other = otherChain();
      machine.write(machine.pack(ZERO), other.bytes(other.pack(ZERO)));
      assertThat(audit(EVERYTHING).isClean()).isTrue();
      assertThat(audit(EVERYTHING.deeply()).violations())
          .allSatisfy(finding -> assertThat(finding.violation()).isEqualTo(Violation.CHAIN_BROKEN))
          .allSatisfy(finding -> assertThat(finding.text()).contains("or its neighbour"))
          .extracting(finding -> finding.chunk().orElseThrow())
          .contains(ZERO, ONE);
    }

    @Test
    void aBreakWithinAChunkIsNoNeighboursUpToTheLastLedger() {
      for (long stranger : new long[] {11, 13}) {
        machine = new TestMachine();
        try (Store store = machine.open()) {
          store.ingest().ingestFromLake(TWO, OptionalLong.empty(), CancelToken.NEVER);
        }
        replace(TWO, stranger, strange(stranger));
        Finding finding = only(audit(EVERYTHING.deeply()));
        assertThat(finding.violation()).isEqualTo(Violation.CHAIN_BROKEN);
        assertThat(finding.failure())
            .containsInstanceOf(BrokenChain.class)
            .get()
            .extracting(failure -> ((BrokenChain) failure).sequence())
            .isEqualTo(stranger);
        assertThat(finding.text()).doesNotContain("neighbour");
      }
    }
  }

  @Nested
  final class I3Keys {

    @Test
    void filesAndDirectoriesWithoutAKeyAreOrphans() {
      settle();
      change(
          MetaBatch.builder()
              .delete("chunk:00000000:ledgers")
              .delete("chunk:00000000:tiny")
              .delete("hot:chunk:00000002")
              .build());
      AuditReport report = audit(EVERYTHING);
      assertThat(report.violations())
          .extracting(Finding::violation)
          .containsExactly(
              Violation.FILE_WITHOUT_KEY, Violation.FILE_WITHOUT_KEY, Violation.HOT_WITHOUT_KEY);
      assertThat(report.violations())
          .extracting(AuditTest::repair)
          .containsExactly(
              new OperatorStep.AdoptPack(ZERO),
              new OperatorStep.RemoveOrphans(ZERO, false, false),
              new OperatorStep.AdoptHot(TWO));
      assertThat(report.violations())
          .extracting(finding -> finding.notice().orElseThrow().code())
          .containsExactly("PF-ORPHAN", "PF-ORPHAN", "PF-ORPHAN-HOT");
      assertThat(report.violations().get(0).text()).contains("a whole pack of this chunk");
      machine.damage(machine.pack(ZERO), machine.bytes(machine.pack(ZERO)).length - 3);
      assertThat(audit(EVERYTHING).violations().get(0).text()).contains("not a whole pack");
    }

    @Test
    void whatTheStoreDoesNotMakeIsForeignAndNoViolation() {
      settle();
      for (String name :
          List.of(
              "ledgers/00000/00000003.tiny", // of another kind
              "ledgers/00000/00000003.pack.part",
              "ledgers/00001/00000003.pack", // of another bucket
              "ledgers/00429/00429499.pack", // of no chunk, in the usual geometry
              "hot/file",
              "note")) {
        Path file = machine.roots.cold().resolve(name);
        machine.makeDirectories(Objects.requireNonNull(file.getParent()));
        machine.write(file, new byte[1]);
      }
      machine.geometry(new Geometry(4));
      AuditReport report = audit(EVERYTHING);
      assertThat(report.elsewhere())
          .extracting(Finding::violation)
          .containsOnly(Violation.FOREIGN)
          .hasSize(5);
      assertThat(report.violations())
          .singleElement()
          .satisfies(finding -> assertThat(finding.chunk()).contains(new ChunkId(429_499)));
    }

    @Test
    void ofAChunkWithAnEntryThatIsNotUnderstoodNoFileIsCalledAnOrphan() {
      settle();
      change(MetaBatch.builder().put("chunk:00000000:ledgers", "thawed").build());
      AuditReport report = audit(EVERYTHING);
      assertThat(report.violations())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.violation()).isEqualTo(Violation.UNKNOWN_ENTRY);
                assertThat(finding.chunk()).contains(ZERO);
                assertThat(finding.path()).isEqualTo("chunk:00000000:ledgers");
              });
      assertThat(report.chunks().get(0).state()).isEmpty();
    }

    @Test
    void aCensusSaysNothingOfTheFilesOfAChunkWithAnEntryThatIsNotUnderstood() {
      settle();
      change(
          MetaBatch.builder()
              .put("chunk:00000000:ledgers", "thawed")
              .put("hot:chunk:00000002", "tepid")
              .put("hot:chunk:00000001", "tepid")
              .delete("chunk:00000000:tiny")
              .build());
      try (StoreView view = machine.view()) {
        Census.Result result =
            new Census(
                    view.catalog(),
                    machine.ports().files().roots(),
                    machine.ports().files().artifacts())
                .take(CancelToken.NEVER);
        assertThat(result.unknown()).containsOnlyKeys(ZERO, ONE, TWO);
        assertThat(result.rows()).isEmpty();
        assertThat(result.orphans()).isEmpty();
      }
    }

    @Test
    void aNumberThatIsNoChunksIsForeign() {
      machine.geometry(Geometry.STANDARD);
      openAndClose();
      machine.makeDirectories(machine.roots.hot().resolve("00429496"));
      machine.makeDirectories(machine.roots.hot().resolve("00429495"));
      machine.makeDirectories(machine.roots.cold().resolve("ledgers/00429"));
      machine.write(machine.roots.cold().resolve("ledgers/00429/00429496.pack"), new byte[1]);
      AuditReport report = audit(EVERYTHING);
      assertThat(report.elsewhere())
          .hasSize(2)
          .extracting(Finding::violation)
          .containsOnly(Violation.FOREIGN);
      assertThat(only(report).chunk()).contains(new ChunkId(429_495));
    }

    @Test
    void anEntryThatNamesNoChunkBelongsToNone() {
      settle();
      change(MetaBatch.builder().put("config:colour", "blue").build());
      assertThat(audit(EVERYTHING).elsewhere())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.violation()).isEqualTo(Violation.UNKNOWN_ENTRY);
                assertThat(finding.severity()).isEqualTo(Severity.OPERATOR);
              });
    }

    @Test
    void threeRootsApartAreAllLookedAt() {
      machine =
          new TestMachine(
              new RootPaths(Path.of("/a/catalog"), Path.of("/b/hot"), Path.of("/c/cold")));
      settle();
      assertThat(audit(EVERYTHING.deeply()).findings()).isEmpty();
      for (Path root :
          List.of(machine.roots.catalog(), machine.roots.hot(), machine.roots.cold())) {
        machine.write(root.resolve("stray"), new byte[1]);
      }
      machine.makeDirectories(machine.roots.hot().resolve("00000008"));
      AuditReport report = audit(EVERYTHING);
      assertThat(report.elsewhere())
          .extracting(Finding::path)
          .containsExactlyInAnyOrder("/a/catalog/stray", "/b/hot/stray", "/c/cold/stray");
      assertThat(report.violations())
          .singleElement()
          .satisfies(finding -> assertThat(finding.path()).isEqualTo("/b/hot/00000008"));
    }

    @Test
    void aDirectoryThatMayNotBeListedIsToldAndHidesNothing() {
      settle();
      machine.lose(machine.hotDirectory(TWO));
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("list") && path.endsWith("tiny")) {
              throw new AccessDeniedException(path.toString());
            }
          });
      AuditReport report = audit(EVERYTHING);
      assertThat(report.violations())
          .extracting(Finding::violation)
          .containsExactly(Violation.HOT_LOST, Violation.UNREADABLE);
      assertThat(report.elsewhere().get(0).failure()).containsInstanceOf(PermissionDenied.class);
    }
  }

  @Nested
  final class I4WhatWasLeftUnfinished {

    @Test
    void whatARunLeftUnfinishedNamesTheRunThatFinishesIt() {
      settle();
      change(
          MetaBatch.builder()
              .put("chunk:00000000:tiny", "freezing")
              .put("chunk:00000001:ledgers", "pruning")
              .put("chunk:00000003:ledgers", "freezing")
              .put("hot:chunk:00000004", "transient")
              .build());
      AuditReport report = audit(EVERYTHING.deeply());
      assertThat(report.violations())
          .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.UNFINISHED));
      assertThat(report.violations())
          .extracting(AuditTest::repair)
          .containsExactly(
              new OperatorStep.MakeAgain(ZERO, Set.of(TinyKind.KIND), false, true),
              new OperatorStep.Sweep(),
              new OperatorStep.MakeAgain(new ChunkId(3), Set.of(LEDGERS), false, false),
              new OperatorStep.Discard(new ChunkId(4)));
    }

    @Test
    void whatIsLeftBelowTheFloorIsRemovedByASweepAndNeverAdoptedOrFrozen() {
      settle();
      change(
          MetaBatch.builder()
              .put(CatalogKey.EARLIEST_LEDGER, "10")
              .put("chunk:00000001:ledgers", "freezing")
              .put("hot:chunk:00000001", "transient")
              .delete("chunk:00000000:ledgers")
              .build());
      AuditReport report = audit(EVERYTHING.deeply());
      assertThat(report.findings())
          .filteredOn(finding -> finding.violation() == Violation.LEFT_BELOW_FLOOR)
          .allSatisfy(finding -> assertThat(repair(finding)).isEqualTo(new OperatorStep.Sweep()))
          .extracting(finding -> finding.chunk().orElseThrow(), Finding::severity)
          .containsExactly(tuple(ZERO, Severity.NOTE), tuple(ONE, Severity.UNFINISHED));
      assertThat(report.findings())
          .filteredOn(finding -> finding.violation() == Violation.FILE_WITHOUT_KEY)
          .singleElement()
          .satisfies(
              finding ->
                  assertThat(repair(finding)).isInstanceOf(OperatorStep.RemoveOrphans.class));

      try (Store store = machine.open()) {
        store.pruning().finish(CancelToken.NEVER);
        store
            .orphans()
            .remove(
                store.orphans().find(CancelToken.NEVER),
                new OrphanRemoval.Scope(true, true),
                CancelToken.NEVER);
      }
      assertThat(audit(EVERYTHING.deeply()).findings()).isEmpty();
    }

    @Test
    void aFreezeThatWasLeftUnfinishedNeedsNoLakeWhereTheHotDatabaseIsWholeAndSound() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
        store.ingest().ingestFromLake(TWO, OptionalLong.of(12), CancelToken.NEVER);
      }
      change(
          MetaBatch.builder()
              .put("chunk:00000000:ledgers", "freezing")
              .put("chunk:00000002:ledgers", "freezing")
              .build());
      assertThat(audit(EVERYTHING).violations())
          .extracting(AuditTest::repair)
          .containsExactly(
              new OperatorStep.MakeAgain(ZERO, Set.of(LEDGERS), false, true),
              new OperatorStep.MakeAgain(TWO, Set.of(LEDGERS), false, false));
      // A frame that does not decode is found only by reading every ledger.
      replace(ZERO, 3, new byte[100]);
      assertThat(audit(EVERYTHING.deeply()).violations())
          .extracting(AuditTest::repair)
          .containsExactly(
              new OperatorStep.GiveUpHot(ZERO, false),
              new OperatorStep.MakeAgain(ZERO, Set.of(LEDGERS), false, false),
              new OperatorStep.MakeAgain(TWO, Set.of(LEDGERS), false, false));
    }
  }

  @Nested
  final class HowItGoes {

    @Test
    void theFirstViolationEndsItIfThatIsWanted() {
      settle();
      machine.lose(machine.pack(ONE));
      machine.lose(machine.hotDirectory(TWO));
      machine.write(machine.roots.cold().resolve("note"), new byte[1]);
      AuditReport report = audit(EVERYTHING.failingFast());
      assertThat(report.violations()).hasSize(1);
      assertThat(report.chunks()).extracting(AuditedChunk::chunk).containsExactly(ZERO, ONE);
      assertThat(report.chunksLeft()).isEqualTo(1);
      assertThat(report.elsewhere()).isEmpty();
      assertThat(audit(EVERYTHING).violations()).hasSize(2);
    }

    @Test
    void whatBelongsToNoChunkIsToldUpToTheFirstViolationIfThatIsWanted() {
      settle();
      machine.write(machine.roots.cold().resolve("note"), new byte[1]);
      change(MetaBatch.builder().put("config:colour", "blue").put("config:mass", "great").build());
      List<Finding> told = new ArrayList<>();
      Audit.Listener listener =
          new Audit.Listener() {
            @Override
            public void elsewhere(Finding finding) {
              told.add(finding);
            }
          };
      try (StoreView view = machine.view()) {
        AuditReport all = view.audit().run(EVERYTHING, listener, CancelToken.NEVER);
        assertThat(all.elsewhere()).hasSize(3).isEqualTo(told);
        assertThat(all.isClean()).isFalse();
        told.clear();
        AuditReport first = view.audit().run(EVERYTHING.failingFast(), listener, CancelToken.NEVER);
        assertThat(first.elsewhere()).hasSize(1).isEqualTo(told);
        assertThat(told.get(0).severity().isViolation()).isTrue();
      }
    }

    @Test
    void aNoteEndsNothing() {
      settle();
      machine.write(machine.roots.cold().resolve("note"), new byte[1]);
      witness(TWO, 10);
      AuditReport report = audit(EVERYTHING.failingFast());
      assertThat(report.chunks()).hasSize(3);
      assertThat(report.chunksLeft()).isZero();
      assertThat(report.findings()).hasSize(2);
    }

    @Test
    void chunksThatAreAskedForAreAuditedAlone() {
      settle();
      machine.lose(machine.pack(ZERO));
      machine.write(machine.roots.cold().resolve("note"), new byte[1]);
      AuditReport report =
          audit(
              new AuditRequest(
                  Optional.of(new TreeSet<>(Set.of(ONE, new ChunkId(5)))), true, false));
      assertThat(report.findings()).isEmpty();
      assertThat(report.chunks())
          .extracting(chunk -> chunk.state().orElseThrow())
          .containsExactly(ChunkState.FROZEN, ChunkState.ABSENT);
    }

    @Test
    void findingsAreToldBeforeTheNextChunkIsLookedAt() {
      settle();
      machine.lose(machine.pack(ZERO));
      List<String> told = new ArrayList<>();
      try (StoreView view = machine.view()) {
        view.audit()
            .run(
                EVERYTHING,
                new Audit.Listener() {
                  @Override
                  public void begins(int chunks) {
                    told.add("begins " + chunks);
                  }

                  @Override
                  public void audited(AuditedChunk chunk) {
                    told.add(chunk.chunk() + " " + chunk.findings().size());
                    machine.steps.off();
                  }
                },
                CancelToken.NEVER);
      }
      assertThat(told).containsExactly("begins 3", "0 1", "1 0", "2 0");
      assertThat(machine.steps.seen()).noneMatch(step -> step.contains(ZERO.name()));
    }

    @Test
    void aCancelledAuditEndsBetweenTwoLedgersAndWhatItToldStands() {
      settle();
      List<AuditedChunk> told = new ArrayList<>();
      int[] asked = {0};
      CancelToken afterAWhile =
          new CancelToken() {
            @Override
            public boolean isCancelled() {
              return told.size() == 1 && ++asked[0] > 5;
            }

            @Override
            public Registration onCancel(Runnable action) {
              return () -> {};
            }
          };
      try (StoreView view = machine.view()) {
        assertThatThrownBy(
                () ->
                    view.audit()
                        .run(
                            EVERYTHING.deeply(),
                            new Audit.Listener() {
                              @Override
                              public void audited(AuditedChunk chunk) {
                                told.add(chunk);
                              }
                            },
                            afterAWhile))
            .isInstanceOf(Cancelled.class);
      }
      assertThat(told).extracting(AuditedChunk::chunk).containsExactly(ZERO);
      assertThat(asked[0]).isEqualTo(6);
    }

    @Test
    void anAuditThatIsCancelledBeforehandReadsNothing() {
      settle();
      CancelSource cancel = new CancelSource();
      cancel.cancel();
      try (StoreView view = machine.view()) {
        machine.steps.off();
        assertThatThrownBy(() -> view.audit().run(EVERYTHING, unbegun(), cancel.token()))
            .isInstanceOf(Cancelled.class);
        assertThat(machine.steps.seen()).isEmpty();
      }
    }

    @Test
    void anAuditIsCancelledBetweenChunksToo() {
      settle();
      CancelSource cancel = new CancelSource();
      List<ChunkId> told = new ArrayList<>();
      Audit.Listener cancelling =
          new Audit.Listener() {
            @Override
            public void audited(AuditedChunk chunk) {
              told.add(chunk.chunk());
              cancel.cancel();
            }
          };
      try (StoreView view = machine.view()) {
        assertThatThrownBy(() -> view.audit().run(EVERYTHING, cancelling, cancel.token()))
            .isInstanceOf(Cancelled.class);
      }
      assertThat(told).containsExactly(ZERO);
    }

    @Test
    void anAuditIsCancelledWhileItListsToo() {
      settle();
      CancelSource cancel = new CancelSource();
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("list")) {
              cancel.cancel();
            }
          });
      machine.steps.off();
      try (StoreView view = machine.view()) {
        assertThatThrownBy(() -> view.audit().run(EVERYTHING, unbegun(), cancel.token()))
            .isInstanceOf(Cancelled.class);
      }
      assertThat(cancel.token().isCancelled()).isTrue();
    }

    @Test
    void aCatalogThatCannotBeReadEndsTheAuditWithItsOwnFailure() {
      settle();
      try (StoreView view = machine.view()) {
        failNext(
            MemoryMetaStores.SCAN,
            () -> new StorageUnavailable("catalog", "read", new IOException()));
        assertThatThrownBy(() -> view.audit().run(EVERYTHING, new Silent(), CancelToken.NEVER))
            .isInstanceOf(StorageUnavailable.class);
      }
    }
  }

  private static Audit.Listener unbegun() {
    return new Audit.Listener() {
      @Override
      public void begins(int chunks) {
        throw new AssertionError("it went on to " + chunks + " chunks");
      }
    };
  }

  /** Chunk 0 frozen in both kinds, chunk 1 frozen and still hot, chunk 2 hot in part. */
  private void settle() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ONE, OptionalLong.empty(), CancelToken.NEVER);
      store.freezer().processChunk(ZERO, BOTH, CancelToken.NEVER);
      store.freezer().processChunk(ONE, Set.of(LEDGERS), CancelToken.NEVER);
      store.ingest().ingestFromLake(TWO, OptionalLong.of(11), CancelToken.NEVER);
    }
    machine.events.clear();
  }

  private void violateEverything() {
    machine.lose(machine.artifact(TinyKind.KIND, ZERO));
    machine.damage(machine.pack(ZERO), 60);
    machine.lose(machine.hotDirectory(ONE).resolve("CURRENT"));
    machine.lose(witnessFile(TWO));
    machine.makeDirectories(machine.hotDirectory(new ChunkId(8)));
    machine.write(machine.pack(new ChunkId(8)), new byte[5]);
    machine.write(machine.roots.cold().resolve("note"), new byte[5]);
    change(
        MetaBatch.builder()
            .put("chunk:00000005:ledgers", "freezing")
            .put("chunk:00000006:ledgers", "pruning")
            .put("hot:chunk:00000007", "transient")
            .put("config:colour", "blue")
            .build());
  }

  /** Another chain's chunk 0, frozen elsewhere. */
  private static TestMachine otherChain() {
    TestMachine other = new TestMachine();
    for (ForgedLedger stranger : LedgerForge.small(9).ledgers(new LedgerRange(2, 5))) {
      other.lake.replace(stranger.sequence(), List.of(stranger.toBytes()));
    }
    try (Store store = other.open()) {
      store.freezer().processChunk(ZERO, Set.of(LEDGERS), CancelToken.NEVER);
    }
    return other;
  }

  /** Fills chunk 0 up to a ledger with values that only a deep audit would read. */
  private void longHotDatabase(long until) {
    try (HotStore hot = machine.hotStores.openExisting(ZERO, machine.families())) {
      for (long sequence = 42; sequence <= until; sequence++) {
        hot.commit(
            new HotBatch()
                .put(
                    ColumnFamily.LEDGERS,
                    ByteBuffer.allocate(4).putInt((int) sequence).flip(),
                    ByteBuffer.allocate(100)));
      }
    }
  }

  private void failNext(String operation, Supplier<? extends RuntimeException> failure) {
    failAfter(0, operation, failure);
  }

  private void failAfter(int more, String operation, Supplier<? extends RuntimeException> failure) {
    long asked =
        machine.faults.asked().stream().filter(step -> step.startsWith(operation + " ")).count();
    machine.faults.failOn(operation, asked + more, failure);
  }

  private void replace(ChunkId chunk, long sequence, byte[] value) {
    try (HotStore hot = machine.hotStores.openExisting(chunk, machine.families())) {
      hot.commit(
          new HotBatch()
              .put(
                  ColumnFamily.LEDGERS,
                  ByteBuffer.allocate(4).putInt((int) sequence).flip(),
                  ByteBuffer.wrap(value)));
    }
  }

  /** What a hot database would hold of another chain's ledger. */
  private static byte[] strange(long sequence) {
    ForgedLedger stranger =
        LedgerForge.small(9).ledgers(new LedgerRange(2, sequence)).get((int) sequence - 2);
    try (CodecSession session = new ZstdFrameCodec().open()) {
      ByteBuffer raw = stranger.toDirect();
      ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(raw.remaining()));
      session.encode(raw, frame);
      frame.flip();
      ByteBuffer value = ByteBuffer.allocate(2 * LedgerHash.BYTES + frame.remaining());
      stranger.hash().putAt(value, 0);
      stranger.previousHash().putAt(value, LedgerHash.BYTES);
      return value.position(2 * LedgerHash.BYTES).put(frame).array();
    }
  }

  private static long rawBytes(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .map(sequence -> TestMachine.ledger(sequence).sizeBytes())
        .sum();
  }

  private void witness(ChunkId chunk, long sequence) {
    machine.hotStores.rewriteWitness(chunk, sequence);
  }

  private Path witnessFile(ChunkId chunk) {
    return machine.hotDirectory(chunk).resolve("WITNESS");
  }

  private void change(MetaBatch batch) {
    try (MetaStore store = machine.metaStores.openExisting()) {
      store.commit(batch);
    }
  }

  private AuditReport audit(AuditRequest request) {
    try (StoreView view = machine.view()) {
      return view.audit().run(request, new Silent(), CancelToken.NEVER);
    }
  }

  private void auditEverything() {
    audit(EVERYTHING);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed immediately
  private void openAndClose() {
    machine.open().close();
  }

  private static Finding only(AuditReport report) {
    assertThat(report.violations()).hasSize(1);
    return report.violations().get(0);
  }

  /** Wants to know nothing on the way. */
  private static final class Silent implements Audit.Listener {}

  private static OperatorStep repair(Finding finding) {
    return finding.repair().orElseThrow();
  }
}
