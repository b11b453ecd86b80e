package dev.permafrost.testkit.roots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.roots.RootEntry;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link StoreRoots} does within one process: the contract of the port, as tests. */
public abstract class StoreRootsContract {

  private static final StoreId STORE = new StoreId("0123456789abcdef0123456789abcdef");
  private static final StoreId OTHER = new StoreId("ffffffffffffffffffffffffffffffff");

  private final List<StoreRoots> opened = new ArrayList<>();

  /** Made by JUnit. */
  protected StoreRootsContract() {}

  /** The same roots each time, of one process; before the first time nothing is there. */
  protected abstract StoreRoots openRoots() throws IOException;

  /** What others are told as the number of this process. */
  protected abstract long pid();

  /**
   * Makes, past the port, what a store would keep in a root that is there: a hot directory, the
   * directory of a kind, the catalog's database.
   */
  protected abstract void putData(RootRole role) throws IOException;

  /** Makes, past the port, a directory in a root that is there and that no store would make. */
  protected abstract void putForeignDirectory(RootRole role) throws IOException;

  /**
   * Makes, past the port, a file of seven bytes in a root that is there.
   *
   * @param name its path in the root, with slashes; the directories above it are made, too
   */
  protected abstract void putFile(RootRole role, String name) throws IOException;

  /** Gives the identity file of a root, which is there, a second name, past the port. */
  protected abstract void linkIdentity(RootRole role) throws IOException;

  @AfterEach
  final void closeAll() {
    opened.forEach(StoreRoots::close);
  }

  @ParameterizedTest
  @EnumSource
  final void lookingCreatesNothing(RootRole role) throws IOException {
    StoreRoots roots = open();

    assertThat(roots.look(role).state()).isEqualTo(RootSighting.State.MISSING);
    assertThat(roots.holdsData(role)).isFalse();
    assertThat(roots.look(role).state()).isEqualTo(RootSighting.State.MISSING);
    assertThat(roots.location(role)).isNotEmpty();
  }

  @Test
  final void identityFilesThatACopySharesAreNamedAndNothingElseIs() throws IOException {
    assertThat(open().sharedFiles()).as("nothing is there").isEmpty();
    for (RootRole role : RootRole.values()) {
      name(role);
    }
    assertThat(open().sharedFiles()).isEmpty();

    linkIdentity(RootRole.HOT);
    linkIdentity(RootRole.CATALOG);

    StoreRoots roots = open();
    assertThat(roots.sharedFiles())
        .containsExactly(
            roots.location(RootRole.CATALOG) + "/PERMAFROST",
            roots.location(RootRole.HOT) + "/PERMAFROST");
    roots.claim(RootRole.HOT);
    assertThat(roots.sharedFiles()).as("claimed or not").hasSize(2);
    linkIdentity(RootRole.COLD);
    assertThat(roots.sharedFiles())
        .hasSize(3)
        .isSorted()
        .contains(roots.location(RootRole.COLD) + "/PERMAFROST");
  }

  @Test
  final void whatStandsInTheWayOfAChunkIsForeign() throws IOException {
    for (RootRole role : RootRole.values()) {
      name(role);
    }
    putFile(RootRole.HOT, "00000001");
    putFile(RootRole.COLD, "ledgers/00000/00000003.pack/inner");
    putFile(RootRole.COLD, "ledgers/00001");
    StoreRoots roots = open();

    List<RootEntry> hot = new ArrayList<>();
    roots.survey(RootRole.HOT, hot::add);
    List<RootEntry> cold = new ArrayList<>();
    roots.survey(RootRole.COLD, cold::add);

    assertThat(hot)
        .containsExactly(new RootEntry.Foreign(roots.location(RootRole.HOT) + "/00000001"));
    assertThat(cold)
        .containsExactlyInAnyOrder(
            new RootEntry.Foreign(roots.location(RootRole.COLD) + "/ledgers/00000/00000003.pack"),
            new RootEntry.Foreign(roots.location(RootRole.COLD) + "/ledgers/00001"));
  }

  @ParameterizedTest
  @EnumSource
  final void aClaimedRootIsNotNamedUntilItIsNamed(RootRole role) throws IOException {
    StoreRoots roots = open();

    roots.claim(role);
    assertThat(roots.look(role).state()).isEqualTo(RootSighting.State.UNSOUND);

    roots.name(role, STORE);
    assertThat(roots.look(role)).isEqualTo(RootSighting.named(STORE, role));
  }

  @ParameterizedTest
  @EnumSource
  final void aNameStaysWhenTheProcessIsGone(RootRole role) throws IOException {
    name(role);

    assertThat(open().look(role)).isEqualTo(RootSighting.named(STORE, role));
  }

  @ParameterizedTest
  @EnumSource
  final void namingARootAgainByItsNameIsDoneAlready(RootRole role) throws IOException {
    name(role);
    name(role);

    assertThat(open().look(role)).isEqualTo(RootSighting.named(STORE, role));
  }

  @ParameterizedTest
  @EnumSource
  final void aNamedRootIsNeverRenamed(RootRole role) throws IOException {
    name(role);
    StoreRoots roots = open();
    roots.claim(role);

    assertThatIllegalStateException().isThrownBy(() -> roots.name(role, OTHER));

    assertThat(roots.look(role)).isEqualTo(RootSighting.named(STORE, role));
  }

  @Test
  final void onlyAClaimedRootIsNamed() throws IOException {
    name(RootRole.HOT);
    StoreRoots roots = open();

    assertThatIllegalStateException().isThrownBy(() -> roots.name(RootRole.HOT, STORE));
    roots.share(RootRole.HOT);
    assertThatIllegalStateException().isThrownBy(() -> roots.name(RootRole.HOT, STORE));
  }

  @ParameterizedTest
  @EnumSource
  final void claimingTwiceIsClaimingOnce(RootRole role) throws IOException {
    StoreRoots roots = open();
    roots.claim(role);
    roots.claim(role);
    roots.close();
    roots.close();

    open().claim(role);
  }

  @ParameterizedTest
  @EnumSource
  final void aClaimedRootIsRefusedToOthersWithRolePlaceAndPid(RootRole role) throws IOException {
    name(role);
    StoreRoots owner = open();
    owner.claim(role);
    StoreRoots second = open();

    assertThatExceptionOfType(RootLocked.class)
        .isThrownBy(() -> second.claim(role))
        .satisfies(failure -> assertNamesThisProcess(failure, owner, role));
    assertThatExceptionOfType(RootLocked.class)
        .isThrownBy(() -> second.share(role))
        .satisfies(failure -> assertNamesThisProcess(failure, owner, role));
    assertThat(second.look(role)).isEqualTo(RootSighting.named(STORE, role));

    second.close();
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> open().claim(role));
    owner.close();
    open().claim(role);
  }

  @ParameterizedTest
  @EnumSource
  final void readersShareARootAndKeepAWriterOut(RootRole role) throws IOException {
    name(role);
    StoreRoots first = open();
    StoreRoots second = open();
    StoreRoots writer = open();
    first.share(role);
    first.share(role);
    second.share(role);

    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> writer.claim(role));
    first.close();
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> writer.claim(role));
    assertThat(second.look(role)).isEqualTo(RootSighting.named(STORE, role));
    second.close();
    writer.claim(role);
  }

  @Test
  final void onlyANamedRootIsShared() throws IOException {
    StoreRoots roots = open();

    assertThatIllegalStateException().isThrownBy(() -> roots.share(RootRole.COLD));
    assertThat(roots.look(RootRole.COLD).state()).isEqualTo(RootSighting.State.MISSING);

    StoreRoots claimer = open();
    claimer.claim(RootRole.COLD);
    claimer.close();
    assertThatIllegalStateException().isThrownBy(() -> roots.share(RootRole.COLD));
    open().claim(RootRole.COLD);
  }

  @ParameterizedTest
  @EnumSource
  final void dataIsToldFromWhatElseMayLieInARoot(RootRole role) throws IOException {
    StoreRoots roots = open();
    roots.claim(role);
    assertThat(roots.holdsData(role)).isFalse();

    putForeignDirectory(role);
    assertThat(roots.holdsData(role)).isFalse();

    putData(role);
    assertThat(roots.holdsData(role)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  final void aRootCanBeMadeReachableOnceItIsThere(RootRole role) throws IOException {
    StoreRoots roots = open();
    roots.claim(role);

    roots.makeReachable(role);
  }

  @Test
  final void theCatalogIsMadeDurableOnceItsDatabaseIsThere() throws IOException {
    StoreRoots roots = open();
    roots.claim(RootRole.CATALOG);
    putData(RootRole.CATALOG);

    roots.makeCatalogDurable();
  }

  @Test
  final void allRootsAreClaimedByOneAndReleasedTogether() throws IOException {
    StoreRoots roots = open();
    for (RootRole role : RootRole.values()) {
      roots.claim(role);
    }
    roots.close();
    for (RootRole role : RootRole.values()) {
      open().claim(role);
    }
  }

  @ParameterizedTest
  @EnumSource
  final void aSurveyOfWhatIsNotThereOrEmptyTellsNothing(RootRole role) throws IOException {
    StoreRoots roots = open();
    assertThat(survey(roots, role)).isEmpty();

    roots.claim(role);
    assertThat(survey(roots, role)).isEmpty();
    assertThat(roots.look(role).state()).isEqualTo(RootSighting.State.UNSOUND);
  }

  @Test
  final void aSurveyOfTheHotRootTellsDatabasesFromWhatElseLiesThere() throws IOException {
    StoreRoots roots = open();
    roots.claim(RootRole.HOT);
    putData(RootRole.HOT);
    putForeignDirectory(RootRole.HOT);
    putFile(RootRole.HOT, "00000043");

    List<RootEntry> entries = survey(roots, RootRole.HOT);

    assertThat(entries)
        .hasSize(3)
        .filteredOn(RootEntry.Foreign.class::isInstance)
        .hasSize(2)
        .anySatisfy(entry -> assertThat(entry.path()).endsWith("00000043"));
    assertThat(entries)
        .filteredOn(RootEntry.HotDirectory.class::isInstance)
        .singleElement(InstanceOfAssertFactories.type(RootEntry.HotDirectory.class))
        .satisfies(directory -> assertThat(directory.chunk()).isEqualTo(new ChunkId(42)))
        .satisfies(directory -> assertThat(directory.path()).endsWith("00000042"));
  }

  @Test
  final void aSurveyOfTheColdRootTellsFilesOfChunksByKindBucketAndNumber() throws IOException {
    StoreRoots roots = open();
    roots.claim(RootRole.COLD);
    putFile(RootRole.COLD, "ledgers/00001/00001005.pack");
    List<String> foreign =
        List.of(
            "ledgers/00000/00001005.pack", // another bucket's
            "ledgers/00001/1005.pack",
            "ledgers/00001/00001005",
            "ledgers/1/00001005.pack",
            "ledgers/stray",
            "unknown/00001/00001005.pack");
    for (String name : foreign) {
      putFile(RootRole.COLD, name);
    }

    List<RootEntry> entries = survey(roots, RootRole.COLD);

    assertThat(entries)
        .filteredOn(RootEntry.ChunkFile.class::isInstance)
        .singleElement(InstanceOfAssertFactories.type(RootEntry.ChunkFile.class))
        .satisfies(
            file -> {
              assertThat(file.kind()).isEqualTo(ArtifactKind.LEDGERS);
              assertThat(file.chunk()).isEqualTo(new ChunkId(1005));
              assertThat(file.sizeBytes()).isEqualTo(7);
            });
    assertThat(entries)
        .filteredOn(RootEntry.Foreign.class::isInstance)
        .extracting(RootEntry::path)
        .satisfiesExactlyInAnyOrder(
            path -> assertThat(path).endsWith("00000/00001005.pack"),
            path -> assertThat(path).endsWith("00001/1005.pack"),
            path -> assertThat(path).endsWith("00001/00001005"),
            path -> assertThat(path).endsWith("ledgers/1"),
            path -> assertThat(path).endsWith("ledgers/stray"),
            path -> assertThat(path).endsWith("unknown"));
    assertThat(entries).hasSize(1 + foreign.size());
  }

  @Test
  final void theOtherRootsAndTheCatalogsDatabaseAreNoEntries() throws IOException {
    StoreRoots roots = open();
    for (RootRole role : RootRole.values()) {
      roots.claim(role);
      roots.name(role, STORE);
    }
    putData(RootRole.CATALOG);

    for (RootRole role : RootRole.values()) {
      assertThat(survey(roots, role)).as("%s", role).isEmpty();
    }
    putForeignDirectory(RootRole.CATALOG);
    assertThat(survey(roots, RootRole.CATALOG))
        .singleElement()
        .isInstanceOf(RootEntry.Foreign.class);
  }

  @Test
  final void whatTheListenerThrowsEndsASurvey() throws IOException {
    StoreRoots roots = open();
    roots.claim(RootRole.COLD);
    putFile(RootRole.COLD, "ledgers/00000/00000001.pack");
    putFile(RootRole.COLD, "ledgers/00000/00000002.pack");
    List<RootEntry> told = new ArrayList<>();

    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(
            () ->
                roots.survey(
                    RootRole.COLD,
                    entry -> {
                      told.add(entry);
                      throw new Cancelled();
                    }));

    assertThat(told).hasSize(1);
  }

  private static List<RootEntry> survey(StoreRoots roots, RootRole role) {
    List<RootEntry> entries = new ArrayList<>();
    roots.survey(role, entries::add);
    return entries;
  }

  private StoreRoots open() throws IOException {
    StoreRoots roots = openRoots();
    opened.add(roots);
    return roots;
  }

  private void name(RootRole role) throws IOException {
    StoreRoots roots = open();
    roots.claim(role);
    roots.name(role, STORE);
    roots.close();
  }

  private void assertNamesThisProcess(RootLocked failure, StoreRoots owner, RootRole role) {
    assertThat(failure.root()).isEqualTo(role.word());
    assertThat(failure.path()).isEqualTo(owner.location(role));
    assertThat(failure.pid()).hasValue(pid());
  }
}
