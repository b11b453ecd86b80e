package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore.Entry;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness on a disk that fails: what is not durable is never said to be, nor asked for again. */
final class WitnessFailureTest {

  /** A disk may take a part of what it is given. */
  private static final int BYTES_AT_ONCE = 100;

  @TempDir Path root;
  private final FileChannel channel = mock(FileChannel.class);
  private final ByteBuffer disk = ByteBuffer.allocate(2 * WitnessSlot.BYTES);
  private WitnessFile witness;

  @BeforeEach
  void openAWitness() throws IOException {
    when(channel.isOpen()).thenReturn(true);
    when(channel.write(any(ByteBuffer.class), anyLong()))
        .thenAnswer(
            call -> {
              ByteBuffer bytes = call.getArgument(0);
              int count = Math.min(BYTES_AT_ONCE, bytes.remaining());
              disk.put((int) (long) call.<Long>getArgument(1), bytes, bytes.position(), count);
              bytes.position(bytes.position() + count);
              return count;
            });
    witness = witnessOf(Failures.ofHot(CHUNK, root));
  }

  private WitnessFile witnessOf(Failures failures) {
    return new WitnessFile(root.resolve("WITNESS"), 7, failures, channel, new WitnessSlot(0, 0));
  }

  @Test
  void aSlotIsWrittenWholeAlthoughTheDiskTakesItInParts() {
    witness.record(5);
    witness.record(6);
    assertThat(WitnessSlot.of(slot(0), 7)).contains(new WitnessSlot(1, 5));
    assertThat(WitnessSlot.of(slot(1), 7)).contains(new WitnessSlot(2, 6));
  }

  @Test
  void ofTwoSlotsTheLargerSequenceCountsAndOfEqualOnesTheLaterWritten() {
    assertThat(new WitnessSlot(1, 9)).isGreaterThan(new WitnessSlot(2, 5));
    assertThat(new WitnessSlot(2, 9)).isGreaterThan(new WitnessSlot(1, 9));
    assertThat(new WitnessSlot(1, 9)).isEqualByComparingTo(new WitnessSlot(1, 9));
  }

  private ByteBuffer slot(int number) {
    return disk.slice(number * WitnessSlot.BYTES, WitnessSlot.BYTES);
  }

  @Test
  void aSyncThatFailedIsReportedAndNeverTriedAgain() throws IOException {
    doThrow(new IOException("broken")).when(channel).force(anyBoolean());
    assertThatThrownBy(witness::sync)
        .isInstanceOfSatisfying(
            DurabilityFailure.class,
            failure -> assertThat(failure.path()).isEqualTo(root.resolve("WITNESS").toString()));
    witness.close();
    verify(channel, times(1)).force(anyBoolean());
    verify(channel).close();
  }

  @Test
  void aSyncThatFailsOnClosingIsReportedAndTheFileClosed() throws IOException {
    doThrow(new IOException("broken")).when(channel).force(anyBoolean());
    assertThatThrownBy(witness::close).isInstanceOf(DurabilityFailure.class);
    verify(channel).close();
  }

  @Test
  void aClosingThatFailsIsReportedBehindTheSyncThatFailedFirst() throws IOException {
    doThrow(new IOException("gone")).when(channel).close();
    assertThatThrownBy(witness::close)
        .isInstanceOf(HotStoreUnavailable.class)
        .hasMessageContaining("cannot close the witness of: gone");
    doThrow(new IOException("broken")).when(channel).force(anyBoolean());
    Throwable failure = catchThrowable(witness::close);
    assertThat(failure).isInstanceOf(DurabilityFailure.class);
    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(HotStoreUnavailable.class);
  }

  @Test
  void whatFailsOnClosingBehindAnotherFailureDoesNotHideIt() throws IOException {
    doThrow(new IOException("broken")).when(channel).force(anyBoolean());
    IllegalStateException first = new IllegalStateException("first");
    witness.closeAfter(first);
    assertThat(first.getSuppressed()).singleElement().isInstanceOf(DurabilityFailure.class);
  }

  @Test
  void aWriteThatFailsIsTranslated() throws IOException {
    when(channel.write(any(ByteBuffer.class), anyLong()))
        .thenThrow(new IOException("No space left on device"));
    assertThatThrownBy(() -> witness.record(1)).isInstanceOf(NoSpace.class);
  }

  @Test
  void aWitnessThatCannotBeMadeLeavesNoFileOpen() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no device that is always full");
    OpenHandles handles = new OpenHandles();
    long before = handles.below(full);
    Files.createSymbolicLink(WitnessFile.in(root), full);
    assertThatThrownBy(() -> WitnessFile.rewrite(root, 7, Failures.ofHot(CHUNK, root), 1))
        .isInstanceOf(NoSpace.class);
    assertThat(handles.below(full)).isEqualTo(before);
    Files.delete(WitnessFile.in(root));
  }

  /** It may or may not be durable, so the next change must not rest on it. */
  @Test
  void aCatalogWhoseWitnessFailedTakesNoFurtherChange() throws IOException {
    Path path = root.resolve("catalog");
    Failures failures = Failures.ofCatalog(path);
    OpenDatabase database =
        OpenDatabase.open(
            new OpenDatabase.Plan(
                path, DatabaseOptions.CATALOG, Set.of(RocksDbMetaStore.FAMILY), false, failures),
            OpenDatabase.Mode.CREATE);
    try (RocksDbMetaStore store = new RocksDbMetaStore(database, witnessOf(failures))) {
      commit(store, "a");
      doThrow(new IOException("broken")).when(channel).force(anyBoolean());
      assertThatThrownBy(() -> commit(store, "b")).isInstanceOf(DurabilityFailure.class);
      assertThatThrownBy(() -> commit(store, "c"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must be closed");
      assertThat(store.scan("")).containsExactly(new Entry("a", "1"), new Entry("b", "1"));
    }
    verify(channel, times(2)).force(anyBoolean());
  }

  private static void commit(RocksDbMetaStore store, String key) {
    store.commit(MetaBatch.builder().put(key, "1").build());
  }
}
