package dev.permafrost.testkit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidate.Place;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PackCandidates} does: the contract of the port, as tests. */
public abstract class PackCandidatesContract {

  private static final ChunkId CHUNK = new ChunkId(1005);
  private static final LedgerRange RANGE = new LedgerRange(10_050_002, 10_050_004);
  private static final LedgerRange OTHER = new LedgerRange(10_050_002, 10_050_003);
  private static final List<byte[]> FRAMES = List.of(new byte[20], new byte[30], new byte[] {7});

  private PackCandidates candidates;
  private PackCandidate candidate;

  /** Made by JUnit. */
  protected PackCandidatesContract() {}

  /** The candidates under test, in one file system with the store; none is there yet. */
  protected abstract PackCandidates openCandidates() throws IOException;

  /**
   * Writes a pack where a candidate is looked for, and syncs it: frames of the ledgers of a range,
   * in order.
   */
  protected abstract void put(ChunkId chunk, LedgerRange range, List<byte[]> frames)
      throws IOException;

  /** Makes a directory where a candidate is looked for. */
  protected abstract void putDirectory(ChunkId chunk) throws IOException;

  /** Removes a candidate, past the port. */
  protected abstract void remove(ChunkId chunk) throws IOException;

  /** Writes a pack at the canonical place, past the port. */
  protected abstract void putInPlace(ChunkId chunk, LedgerRange range, List<byte[]> frames)
      throws IOException;

  /** Makes a directory at the canonical place, past the port. */
  protected abstract void putDirectoryInPlace(ChunkId chunk) throws IOException;

  /** The size of the file at the canonical place, looked at past the port; empty if none is. */
  protected abstract Optional<Long> sizeInPlace(ChunkId chunk) throws IOException;

  @BeforeEach
  final void setUp() throws IOException {
    candidates = openCandidates();
    candidate = candidates.candidate(CHUNK);
  }

  @AfterEach
  final void close() {
    candidates.close();
    candidates.close();
  }

  @Test
  final void aCandidateThatIsNotThereIsMissing() {
    assertThat(candidate.chunk()).isEqualTo(CHUNK);
    assertThat(candidate.location()).contains("00001005");
    assertThat(candidates.location()).isNotEmpty();
    assertThat(candidate.look()).isEqualTo(Place.MISSING);
    assertThatExceptionOfType(CandidateMissing.class)
        .isThrownBy(() -> openAndClose(RANGE))
        .satisfies(failure -> assertThat(failure.chunk()).isEqualTo(CHUNK));
    assertThatExceptionOfType(CandidateMissing.class)
        .isThrownBy(() -> candidate.openPastCache(RANGE));
    assertThatExceptionOfType(CandidateMissing.class).isThrownBy(candidate::sync);
    assertThatExceptionOfType(CandidateMissing.class).isThrownBy(candidate::link);
    assertThatExceptionOfType(CandidateMissing.class).isThrownBy(candidate::isMovable);
  }

  @Test
  final void aCandidateIsOpenedAsAPackIs() throws IOException {
    put(CHUNK, RANGE, FRAMES);

    assertThat(candidate.look()).isEqualTo(Place.ELSEWHERE);
    assertThat(candidate.isMovable()).isTrue();
    openAndClose(RANGE);
    assertThatExceptionOfType(CorruptArtifact.class).isThrownBy(() -> openAndClose(OTHER));
    Optional<LedgerPack> past = candidate.openPastCache(RANGE);
    if (past.isPresent()) {
      try (LedgerPack pack = past.get()) {
        assertThat(pack.range()).isEqualTo(RANGE);
      }
      assertThatExceptionOfType(CorruptArtifact.class)
          .isThrownBy(() -> candidate.openPastCache(OTHER));
    }
    assertThat(sizeInPlace(CHUNK)).as("nothing was moved").isEmpty();
  }

  @Test
  final void whatIsNoFileIsForeign() throws IOException {
    putDirectory(CHUNK);

    assertThatExceptionOfType(ForeignEntry.class).isThrownBy(candidate::look);
    assertThatExceptionOfType(ForeignEntry.class).isThrownBy(() -> openAndClose(RANGE));
    assertThatExceptionOfType(ForeignEntry.class).isThrownBy(candidate::link);
  }

  @Test
  final void aMoveGivesTheCanonicalNameAndThenTakesTheOldOne() throws IOException {
    put(CHUNK, RANGE, FRAMES);
    candidate.sync();

    candidate.link();
    assertThat(candidate.look()).isEqualTo(Place.SECOND_NAME);
    assertThat(sizeInPlace(CHUNK)).isPresent();

    candidate.unlink();
    assertThat(candidate.look()).isEqualTo(Place.MISSING);
    candidate.unlink();
    candidate.makeUnlinkDurable();
    candidate.makeUnlinkDurable();
    assertThat(sizeInPlace(CHUNK)).isPresent();
  }

  @Test
  final void aMoveNeverReplacesWhatIsThere() throws IOException {
    put(CHUNK, RANGE, FRAMES);
    putInPlace(CHUNK, OTHER, FRAMES.subList(0, 2));
    Optional<Long> before = sizeInPlace(CHUNK);

    assertThat(candidate.look()).isEqualTo(Place.ELSEWHERE);
    assertUnadopted(false);
    openAndClose(RANGE);
    assertUnadopted(false);
    assertThatIllegalStateException().isThrownBy(candidate::unlink);

    assertThat(sizeInPlace(CHUNK)).isEqualTo(before);
    assertThat(candidate.look()).isEqualTo(Place.ELSEWHERE);
  }

  @Test
  final void aWholePackInTheWayIsSaidToBeOne() throws IOException {
    put(CHUNK, RANGE, FRAMES);
    putInPlace(CHUNK, RANGE, FRAMES);
    openAndClose(RANGE);

    assertUnadopted(true);
  }

  private void assertUnadopted(boolean isWhole) {
    assertThatExceptionOfType(UnadoptedArtifact.class)
        .isThrownBy(candidate::link)
        .satisfies(
            failure -> {
              assertThat(failure.chunk()).isEqualTo(CHUNK);
              assertThat(failure.kind()).isEqualTo(ArtifactKind.LEDGERS);
              assertThat(failure.isWhole()).isEqualTo(isWhole);
            });
  }

  @Test
  final void aDirectoryInTheWayIsForeign() throws IOException {
    put(CHUNK, RANGE, FRAMES);
    putDirectoryInPlace(CHUNK);

    assertThatExceptionOfType(ForeignEntry.class).isThrownBy(candidate::link);
    assertThatIllegalStateException().isThrownBy(candidate::unlink);
  }

  @Test
  final void theOldNameGoesOnlyWhereItIsASecondOne() throws IOException {
    put(CHUNK, RANGE, FRAMES);
    assertThatIllegalStateException().isThrownBy(candidate::unlink);
    candidate.link();

    PackCandidate afterARestart = candidates.candidate(CHUNK);
    assertThat(afterARestart.look()).isEqualTo(Place.SECOND_NAME);
    assertThatExceptionOfType(UnadoptedArtifact.class).isThrownBy(afterARestart::link);
    afterARestart.unlink();
    assertThat(candidate.look()).isEqualTo(Place.MISSING);
    assertThat(sizeInPlace(CHUNK)).isPresent();
  }

  @Test
  final void anotherFileUnderTheOldNameIsNotRemoved() throws IOException {
    put(CHUNK, RANGE, FRAMES);
    candidate.link();
    remove(CHUNK);
    put(CHUNK, OTHER, FRAMES.subList(0, 2));

    assertThatExceptionOfType(StorageFailure.class).isThrownBy(candidate::unlink);

    assertThat(candidate.look()).isEqualTo(Place.ELSEWHERE);
  }

  private void openAndClose(LedgerRange range) {
    try (LedgerPack pack = candidate.open(range)) {
      assertThat(pack.range()).isEqualTo(range);
      assertThat(pack.location()).isEqualTo(candidate.location());
    }
  }
}
