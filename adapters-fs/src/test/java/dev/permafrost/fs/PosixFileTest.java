package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A sync that begins in the background, on a channel whose syncs fail, linger or are counted. */
class PosixFileTest {

  private final FileChannel channel = mock(FileChannel.class);
  private final PosixFile file = new PosixFile(channel);

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
}
