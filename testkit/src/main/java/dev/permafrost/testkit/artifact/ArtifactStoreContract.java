package dev.permafrost.testkit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.MissingArtifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ArtifactStore} does: the contract of the port, as tests. */
public abstract class ArtifactStoreContract {

  private static final ArtifactKind LEDGERS = ArtifactKind.LEDGERS;
  private static final ChunkId CHUNK = new ChunkId(1005);

  private ArtifactStore store;

  /** Made by JUnit. */
  protected ArtifactStoreContract() {}

  /** An empty store that knows the kinds {@code ledgers} and {@link #otherKind}. */
  protected abstract ArtifactStore openStore() throws IOException;

  /** The content of an artifact's file, which exists, read past the store. */
  protected abstract byte[] content(ArtifactKind kind, ChunkId chunk) throws IOException;

  /** Makes a directory where an artifact's file belongs, and what is missing above it. */
  protected abstract void putDirectory(ArtifactKind kind, ChunkId chunk) throws IOException;

  /** How many files stand in the directory of an artifact's file, which exists. */
  protected abstract int filesBeside(ArtifactKind kind, ChunkId chunk) throws IOException;

  /** The second kind that the store must know. */
  protected final ArtifactKind otherKind() {
    return new ArtifactKind("other");
  }

  @BeforeEach
  final void setUp() throws IOException {
    store = openStore();
  }

  @Test
  final void whatWasNeverWrittenIsNotThere() {
    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  @Test
  final void anArtifactIsLocatedByKindBucketAndChunk() {
    assertThat(store.locate(LEDGERS, CHUNK)).contains("ledgers/00001/00001005.");
    assertThat(store.locate(otherKind(), new ChunkId(0))).contains("other/00000/00000000.");
  }

  @Test
  final void whatWasAppendedIsTheContentOfTheFile() throws IOException {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.append(bytes(1, 2, 3));
      writer.append(bytes());
      writer.append(bytes(4));
      assertThat(writer.sizeBytes()).isEqualTo(4);
      writer.finish();
      assertThat(writer.sizeBytes()).isEqualTo(4);
      writer.makeDurable();
    }
    assertThat(content(LEDGERS, CHUNK)).containsExactly(1, 2, 3, 4);
    assertThat(store.look(LEDGERS, CHUNK)).hasValue(4);
  }

  @Test
  final void piecesOfAllSizesHeapAndDirectComeOutInOrder() throws IOException {
    Random random = new Random(2306);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      for (int size : new int[] {1, 70_000, 1 << 20, 5, 3 << 20, (1 << 20) - 1, 0, 2 << 20, 7}) {
        byte[] piece = new byte[size];
        random.nextBytes(piece);
        expected.writeBytes(piece);
        ByteBuffer borrowed =
            random.nextBoolean()
                ? ByteBuffer.wrap(piece)
                : ByteBuffer.allocateDirect(size).put(piece).flip();
        writer.append(borrowed);
        assertThat(borrowed.remaining()).isZero();
      }
      writer.finish();
    }
    assertThat(content(LEDGERS, CHUNK)).isEqualTo(expected.toByteArray());
  }

  @Test
  final void aBufferMayBeUsedAgainAsSoonAsItWasAppended() throws IOException {
    ByteBuffer borrowed = bytes(1, 2);
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.append(borrowed);
      borrowed.clear().put((byte) 9).put((byte) 9);
      writer.finish();
    }
    assertThat(content(LEDGERS, CHUNK)).containsExactly(1, 2);
  }

  @Test
  final void anEmptyFileIsAFile() {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.finish();
      writer.makeDurable();
    }
    assertThat(store.look(LEDGERS, CHUNK)).hasValue(0);
  }

  @Test
  final void aNewFileReplacesWhatAnEarlierAttemptLeft() throws IOException {
    write(LEDGERS, CHUNK, 1, 2, 3);
    write(LEDGERS, CHUNK, 4);

    assertThat(content(LEDGERS, CHUNK)).containsExactly(4);
  }

  @Test
  final void kindsAndChunksDoNotMeet() throws IOException {
    write(LEDGERS, CHUNK, 1);
    write(otherKind(), CHUNK, 2);
    write(LEDGERS, new ChunkId(1006), 3);

    store.unlink(LEDGERS, CHUNK);

    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
    assertThat(content(otherKind(), CHUNK)).containsExactly(2);
    assertThat(content(LEDGERS, new ChunkId(1006))).containsExactly(3);
  }

  @Test
  final void closingBeforeFinishingLeavesNoFile() {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.append(bytes(1));
    }
    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  @Test
  final void closingTwiceIsHarmlessAndRemovesNothingThatCameAfter() throws IOException {
    ArtifactWriter closed;
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      closed = writer;
    }
    write(LEDGERS, CHUNK, 7);

    closed.close();

    assertThat(content(LEDGERS, CHUNK)).containsExactly(7);
  }

  @Test
  final void aFinishedFileStaysWhenItsWriterIsClosed() throws IOException {
    write(LEDGERS, CHUNK, 5);

    assertThat(content(LEDGERS, CHUNK)).containsExactly(5);
  }

  @Test
  final void anAbandonedFileIsGoneAlthoughItWasFinished() {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.append(bytes(1));
      writer.finish();
      writer.abandon();
    }
    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  @Test
  final void theStepsOfAWriterComeInOneOrderOnly() {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      assertThatIllegalStateException().isThrownBy(writer::makeDurable);
      writer.finish();
      assertThatIllegalStateException().isThrownBy(() -> writer.append(bytes(1)));
      assertThatIllegalStateException().isThrownBy(writer::finish);
      writer.makeDurable();
      assertThatIllegalStateException().isThrownBy(() -> writer.append(bytes(1)));
    }
  }

  @Test
  final void aClosedWriterTakesNothing() {
    ArtifactWriter closed;
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      closed = writer;
    }
    assertThatIllegalStateException().isThrownBy(() -> closed.append(bytes(1)));
    assertThatIllegalStateException().isThrownBy(closed::finish);
    assertThatIllegalStateException().isThrownBy(closed::makeDurable);
    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  @Test
  final void removingWhatIsGoneIsDoneAlready() throws IOException {
    store.unlink(LEDGERS, CHUNK);
    store.makeUnlinkDurable(LEDGERS, CHUNK);

    write(LEDGERS, CHUNK, 1);
    store.unlink(LEDGERS, CHUNK);
    store.unlink(LEDGERS, CHUNK);
    store.makeUnlinkDurable(LEDGERS, CHUNK);

    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  // ---- what somebody else put there
  // --------------------------------------------------------------

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed at once, if it were made
  final void aDirectoryWhereAnArtifactBelongsIsForeignAndStays() throws IOException {
    putDirectory(LEDGERS, CHUNK);

    assertForeign(() -> store.look(LEDGERS, CHUNK));
    assertForeign(() -> store.create(LEDGERS, CHUNK).close());
    assertForeign(() -> store.createBeside(LEDGERS, CHUNK).close());
    assertForeign(() -> store.makeDurableInPlace(LEDGERS, CHUNK));
    assertForeign(() -> store.unlink(LEDGERS, CHUNK));

    assertForeign(() -> store.look(LEDGERS, CHUNK));
  }

  private void assertForeign(ThrowingCallable step) {
    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(step)
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(store.locate(LEDGERS, CHUNK)));
  }

  @Test
  final void aFileThatIsThereIsMadeDurableWhoeverWroteItAndStaysAsItIs() throws IOException {
    write(LEDGERS, CHUNK, 1, 2);

    store.makeDurableInPlace(LEDGERS, CHUNK);
    store.makeDurableInPlace(LEDGERS, CHUNK);

    assertThat(content(LEDGERS, CHUNK)).containsExactly(1, 2);
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed at once, if it were made
  final void whatIsNotThereIsNeitherMadeDurableNorReplaced() {
    assertThatExceptionOfType(MissingArtifact.class)
        .isThrownBy(() -> store.makeDurableInPlace(LEDGERS, CHUNK));
    assertThatExceptionOfType(MissingArtifact.class)
        .isThrownBy(() -> store.createBeside(LEDGERS, CHUNK).close());
    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  // ---- beside the file
  // ---------------------------------------------------------------------------

  @Test
  final void aFileBesideTakesThePlaceOnlyWhenItIsMadeDurable() throws IOException {
    write(LEDGERS, CHUNK, 1, 2, 3);
    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(bytes(4, 5));
      assertThat(writer.sizeBytes()).isEqualTo(2);
      assertThatIllegalStateException().isThrownBy(writer::makeDurable);
      writer.finish();
      assertThat(content(LEDGERS, CHUNK)).containsExactly(1, 2, 3);

      writer.makeDurable();

      assertThat(content(LEDGERS, CHUNK)).containsExactly(4, 5);
      assertThatIllegalStateException().isThrownBy(writer::makeDurable);
    }
    assertThat(content(LEDGERS, CHUNK)).containsExactly(4, 5);
    assertThat(filesBeside(LEDGERS, CHUNK)).isEqualTo(1);
  }

  @Test
  final void aFileBesideThatWasNotMadeDurableIsGoneWithItsWriter() throws IOException {
    write(LEDGERS, CHUNK, 1, 2, 3);
    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(bytes(4));
    }
    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(bytes(4));
      writer.finish();
    }
    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(bytes(4));
      writer.finish();
      writer.abandon();
    }

    assertThat(content(LEDGERS, CHUNK)).containsExactly(1, 2, 3);
    assertThat(filesBeside(LEDGERS, CHUNK)).isEqualTo(1);
  }

  @Test
  final void abandoningAFileThatTookThePlaceRemovesNothing() throws IOException {
    write(LEDGERS, CHUNK, 1);
    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(bytes(4));
      writer.finish();
      writer.makeDurable();
      writer.abandon();
    }

    assertThat(content(LEDGERS, CHUNK)).containsExactly(4);
  }

  /** It may be the only sound copy: see the port. */
  @Test
  @SuppressWarnings("MustBeClosedChecker") // a process that dies closes nothing
  final void whatADeadProcessLeftBesideGoesOnlyWhenANewFileIsInPlace() throws IOException {
    write(LEDGERS, CHUNK, 1);
    ArtifactWriter left = store.createBeside(LEDGERS, CHUNK);
    left.append(bytes(2));
    left.finish();
    assertThat(filesBeside(LEDGERS, CHUNK)).isEqualTo(2);

    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      assertThat(filesBeside(LEDGERS, CHUNK)).isEqualTo(3);
      writer.append(bytes(3));
      writer.finish();
    }
    assertThat(filesBeside(LEDGERS, CHUNK)).isEqualTo(2);

    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(bytes(4));
      writer.finish();
      writer.makeDurable();
    }
    assertThat(filesBeside(LEDGERS, CHUNK)).isEqualTo(1);
    assertThat(content(LEDGERS, CHUNK)).containsExactly(4);
    left.abandon();
    assertThat(content(LEDGERS, CHUNK)).containsExactly(4);
  }

  @Test
  final void aKindThatWasNotRegisteredIsABugOfTheCaller() {
    ArtifactKind stranger = new ArtifactKind("stranger");

    assertThatIllegalArgumentException().isThrownBy(() -> store.look(stranger, CHUNK));
    assertThatIllegalArgumentException().isThrownBy(() -> store.locate(stranger, CHUNK));
    assertThatIllegalArgumentException().isThrownBy(() -> store.unlink(stranger, CHUNK));
  }

  private void write(ArtifactKind kind, ChunkId chunk, int... content) {
    try (ArtifactWriter writer = store.create(kind, chunk)) {
      writer.append(bytes(content));
      writer.finish();
      writer.makeDurable();
    }
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }
}
