package dev.permafrost.domain.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One caller a chunk. */
final class BusyChunksTest {

  @Test
  void aChunkIsHeldByOneAtATimeAndGivenBackWhateverHappens() {
    BusyChunks work = new BusyChunks();
    ChunkId chunk = new ChunkId(1);
    String result =
        work.holding(
            chunk,
            () -> {
              assertThatThrownBy(() -> work.holding(chunk, () -> "twice"))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("chunk 1");
              return work.holding(new ChunkId(2), () -> "another");
            });
    assertThat(result).isEqualTo("another");
    assertThatThrownBy(
            () ->
                work.holding(
                    chunk,
                    () -> {
                      throw new IllegalArgumentException("the body's own");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(work.<String>holding(chunk, () -> "again")).isEqualTo("again");
  }

  @Test
  void ofTwoThreadsThatWantOneChunkOneIsToldAndTheOtherGoesOn() throws Exception {
    BusyChunks work = new BusyChunks();
    ChunkId chunk = new ChunkId(1);
    CyclicBarrier inside = new CyclicBarrier(2);
    List<String> failures = new ArrayList<>();
    Thread other =
        new Thread(
            () ->
                work.holding(
                    chunk,
                    () -> {
                      await(inside);
                      await(inside);
                      return "held";
                    }));
    other.start();
    await(inside);
    try {
      work.holding(chunk, () -> "too");
    } catch (IllegalStateException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    await(inside);
    other.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(failures).hasSize(1);
    assertThat(work.<String>holding(chunk, () -> "free")).isEqualTo("free");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
