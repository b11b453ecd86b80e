package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.permafrost.ports.buffer.DirectBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What goes on in the background, on channels whose steps fail, linger or are counted. */
class PosixFileTest {

  private final FileChannel channel = mock(FileChannel.class);
  private final FileChannel direct = mock(FileChannel.class);
  private final PosixFile file = new PosixFile(channel, () -> direct);

  // ---- syncs -----------------------------------------------------------------------------------

  @Test
  void aFailureThatTheSystemTellsOnceInTheBackgroundFailsTheSync() throws IOException {
    doThrow(new IOException("lost")).doNothing().when(channel).force(anyBoolean());

    file.startSync();

    assertThatThrownBy(file::sync).hasMessage("lost");
    assertThatThrownBy(file::sync).hasMessage("lost");
    file.startSync();
    assertThatThrownBy(file::sync).hasMessage("lost");
    verify(channel, times(1)).force(true);
  }

  @Test
  void whateverEndsTheBackgroundFailsTheSync() throws IOException {
    doThrow(new IllegalStateException("odd")).doNothing().when(channel).force(anyBoolean());

    file.startSync();

    assertThatThrownBy(file::sync).isInstanceOf(IOException.class).hasRootCauseMessage("odd");
  }

  @Test
  void theSyncComesBehindTheOneInTheBackgroundAndIsDoneItself() throws IOException {
    doNothing().when(channel).force(anyBoolean());

    file.startSync();

    assertThatCode(file::sync).doesNotThrowAnyException();
    verify(channel, times(2)).force(true);
  }

  @Test
  void whoIsInterruptedWaitsAllTheSameAndStaysInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    doAnswer(
            call -> {
              begun.countDown();
              goOn.await();
              return null;
            })
        .doNothing()
        .when(channel)
        .force(anyBoolean());
    AtomicBoolean interrupted = new AtomicBoolean();
    file.startSync();
    begun.await();
    Thread waiting =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                file.sync();
                interrupted.set(Thread.interrupted());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(waiting.isAlive()).isTrue();
    goOn.countDown();
    waiting.join();

    assertThat(interrupted).isTrue();
    verify(channel, times(2)).force(true);
  }

  @Test
  void whileOneIsUnderWayNoOtherBeginsAndTheFileStaysOpen() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean closed = new AtomicBoolean();
    List<Boolean> closedAtItsEnd = new ArrayList<>();
    doAnswer(
            call -> {
              begun.countDown();
              goOn.await();
              closedAtItsEnd.add(closed.get());
              return null;
            })
        .when(channel)
        .force(anyBoolean());

    file.startSync();
    begun.await();
    file.startSync();
    Thread closing =
        new Thread(
            () -> {
              try {
                file.close();
                closed.set(true);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    closing.join();

    verify(channel, times(1)).force(true);
    verify(channel).close();
    assertThat(closedAtItsEnd).containsExactly(false);
  }

  // ---- writes ----------------------------------------------------------------------------------

  private static ByteBuffer piece() {
    return DirectBuffers.aligned(0).borrow(1 << 20);
  }

  private static int takeAll(ByteBuffer source) {
    int bytes = source.remaining();
    source.position(source.limit());
    return bytes;
  }

  @Test
  void aLargePieceGoesPastTheCacheAndAnOddOneDoesNot() throws IOException {
    when(direct.write(any(), anyLong())).then(call -> takeAll(call.getArgument(0)));
    when(channel.write(any(), anyLong())).then(call -> takeAll(call.getArgument(0)));

    file.startWriteAt(piece(), 0);
    file.startWriteAt(piece().limit(1000), 1 << 20);
    file.awaitWrite();

    verify(direct).write(any(), eq(0L));
    verify(channel).write(any(), eq(1L << 20));
    verifyNoMoreInteractions(direct);
  }

  @Test
  void whatWentPastTheCacheIsNotSyncedEarly() throws IOException {
    when(direct.write(any(), anyLong())).then(call -> takeAll(call.getArgument(0)));
    file.startWriteAt(piece(), 0);
    file.awaitWrite();

    file.startSync();
    file.sync();

    verify(channel, times(1)).force(true);
  }

  @Test
  void aPieceThatWasNotWrittenFailsTheWaitingTheNextPieceAndTheSync() throws IOException {
    when(direct.write(any(), anyLong()))
        .then(call -> takeAll(call.getArgument(0)))
        .thenThrow(new IOException("No space left on device"));
    file.startWriteAt(piece(), 0);
    file.startWriteAt(piece(), 1 << 20);

    assertThatThrownBy(file::awaitWrite).hasMessage("No space left on device");
    assertThatThrownBy(() -> file.startWriteAt(piece(), 2 << 20))
        .hasMessage("No space left on device");
    assertThatThrownBy(file::sync).hasMessage("No space left on device");
    verify(channel, never()).force(true);
    verify(channel, never()).write(any(), anyLong());
  }

  @Test
  void wherePiecesOfManyFilesAreBeingWrittenAFurtherOneIsWrittenByItsOwner() throws Exception {
    int most = 8;
    CountDownLatch begun = new CountDownLatch(most);
    CountDownLatch goOn = new CountDownLatch(1);
    when(direct.write(any(), anyLong()))
        .then(
            call -> {
              begun.countDown();
              goOn.await();
              return takeAll(call.getArgument(0));
            });
    List<PosixFile> others = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      PosixFile other = new PosixFile(channel, () -> direct);
      others.add(other);
      other.startWriteAt(piece(), 0);
    }
    begun.await();
    when(channel.write(any(), anyLong())).then(call -> takeAll(call.getArgument(0)));

    file.startWriteAt(piece(), 4096);
    file.awaitWrite();

    verify(channel).write(any(), eq(4096L));
    goOn.countDown();
    for (PosixFile other : others) {
      other.awaitWrite();
    }
  }

  @Test
  void aFileIsNotClosedWhileAPieceIsBeingWritten() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean closed = new AtomicBoolean();
    List<Boolean> closedAtItsEnd = new ArrayList<>();
    when(direct.write(any(), anyLong()))
        .then(
            call -> {
              begun.countDown();
              goOn.await();
              closedAtItsEnd.add(closed.get());
              return takeAll(call.getArgument(0));
            });

    file.startWriteAt(piece(), 0);
    begun.await();
    Thread closing =
        new Thread(
            () -> {
              try {
                file.close();
                closed.set(true);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    closing.join();

    verify(channel).close();
    verify(direct).close();
    assertThat(closedAtItsEnd).containsExactly(false);
  }
}
