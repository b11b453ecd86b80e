package dev.permafrost.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OutOfRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of chunks. */
final class ChunkSpanTest {

  @Test
  void aNumberIsOneChunk() {
    assertThat(ChunkSpan.parse("7").chunks()).containsExactly(new ChunkId(7));
  }

  @Test
  void aRangeIncludesBothEnds() {
    assertThat(ChunkSpan.parse("7-9").chunks())
        .containsExactly(new ChunkId(7), new ChunkId(8), new ChunkId(9));
    assertThat(ChunkSpan.parse("3-3").count()).isEqualTo(1);
  }

  @Test
  void theLargestChunkIsTheLastOne() {
    assertThat(ChunkSpan.parse("429495").last()).isEqualTo(new ChunkId(429_495));
    assertThatThrownBy(() -> ChunkSpan.parse("429496")).isInstanceOf(OutOfRange.class);
    assertThatThrownBy(() -> ChunkSpan.parse("0-100000000")).isInstanceOf(OutOfRange.class);
    assertThatThrownBy(() -> ChunkSpan.parse("4294967296")).isInstanceOf(OutOfRange.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-1",
        "1-",
        "a",
        "1-a",
        "1--2",
        "1-2-3",
        " 1",
        "1 ",
        "1..2",
        "1,2",
        "+1",
        "0x1",
        "5-4",
        "99999999999999999999",
        "١"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ChunkSpan.parse(text))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("'" + text + "'");
  }
}
