package dev.permafrost.app.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chunks are whose. */
class ShardTest {

  private static final List<ChunkId> CHUNKS =
      IntStream.rangeClosed(10, 20).mapToObj(ChunkId::new).toList();

  private static List<Integer> of(String text, Map<String, String> environment) {
    return Shard.parse(text, environment).of(CHUNKS).stream().map(ChunkId::value).toList();
  }

  @Test
  void aShardIsEveryNthChunkBeginningWithTheIth() {
    assertThat(of("0/3", Map.of())).containsExactly(10, 13, 16, 19);
    assertThat(of("1/3", Map.of())).containsExactly(11, 14, 17, 20);
    assertThat(of("2/3", Map.of())).containsExactly(12, 15, 18);
    assertThat(of("0/1", Map.of())).hasSize(11);
    assertThat(of("11/12", Map.of())).isEmpty();
  }

  @Test
  void allShardsTogetherAreAllChunksEachOnce() {
    TreeSet<ChunkId> all = new TreeSet<>();
    for (int index = 0; index < 4; index++) {
      for (ChunkId chunk : new Shard(index, 4).of(CHUNKS)) {
        assertThat(all.add(chunk)).isTrue();
      }
    }
    assertThat(all).containsExactlyElementsOf(CHUNKS);
  }

  @Test
  void theEnvironmentOfAnIndexedJobSaysWhichShardThisIs() {
    assertThat(of("/3", Map.of("JOB_COMPLETION_INDEX", "2"))).containsExactly(12, 15, 18);
    assertThat(of("/3", Map.of("AWS_BATCH_JOB_ARRAY_INDEX", "0"))).startsWith(10);
    assertThat(of("1/3", Map.of("JOB_COMPLETION_INDEX", "2"))).startsWith(11);
  }

  @Test
  void whatTheEnvironmentDoesNotSayIsRefused() {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("JOB_COMPLETION_INDEX", ""),
            Map.of("JOB_COMPLETION_INDEX", "3"))) {
      assertThatExceptionOfType(WrongUsage.class).isThrownBy(() -> of("/3", environment));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "1", "3/3", "4/3", "0/0", "-1/3", "a/3", "0/3/4", "1/9999999999"})
  void whatIsNoShardIsRefused(String text) {
    assertThatExceptionOfType(WrongUsage.class).isThrownBy(() -> Shard.parse(text, Map.of()));
  }
}
