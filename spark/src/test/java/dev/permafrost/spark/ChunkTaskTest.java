package dev.permafrost.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** What an executor answers, and what it throws. */
class ChunkTaskTest {

  private static final List<ChunkId> CHUNKS = List.of(new ChunkId(3), new ChunkId(4));

  private static List<String> answers(String master, String codec, int attempts) {
    List<String> answers = new ArrayList<>();
    try (JavaSparkContext spark = Lines.local(master)) {
      new ChunkJob(spark).run(CHUNKS, task(codec, attempts), answers::add);
    }
    return answers;
  }

  private static ChunkTask task(String codec, int attempts) {
    return new ChunkTask(List.of("pack", "verify", "--from", "/"), Map.of(), codec, attempts);
  }

  @Test
  void anExecutorWithAnotherCodecFailsItsTaskByName() {
    assertThatThrownBy(() -> answers("local[1]", "zstd-0.1/level-3", 4))
        .hasMessageContaining("OtherCodec")
        .hasMessageContaining("executor driver@127.0.0.1 has the codec " + ChunkTask.codecHere())
        .hasMessageContaining("zstd-0.1/level-3");
  }

  @Test
  void theLastAttemptOfAnExecutorWithAnotherCodecIsARowOfItsChunk() {
    List<String> answers = answers("local[1,3]", "zstd-0.1/level-3", 3);

    assertThat(answers)
        .hasSize(2)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .contains("\"type\":\"OtherCodec\"", "\"exitCode\":4", "\"attempt\":2"));
  }

  @Test
  void theNewestChunkComesFirst() {
    List<String> answers = answers("local[1]", ChunkTask.codecHere(), 1);

    assertThat(answers.get(0)).startsWith("{\"chunk\":4,").contains("CandidateMissing");
    assertThat(answers.get(1)).startsWith("{\"chunk\":3,");
  }

  @Test
  void howOftenSparkTriesIsItsOwnSetting() {
    for (Map.Entry<String, Integer> each :
        Map.of("local", 1, "local[3]", 1, "local[*,7]", 7, "local[2, 5]", 5).entrySet()) {
      try (JavaSparkContext spark = Lines.local(each.getKey())) {
        assertThat(ChunkJob.attempts(spark.sc())).as(each.getKey()).isEqualTo(each.getValue());
      }
    }
  }

  /** A task gets its chunk from its partition, and answers with one row. */
  @Test
  void whatTheDriverSendsAndHoldsIsConstantAChunk() throws Exception {
    ChunkTask task = task(ChunkTask.codecHere(), 1);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
      out.writeObject(task);
    }
    assertThat(sent.size()).isLessThan(1000);

    List<Integer> answers = new ArrayList<>();
    try (JavaSparkContext spark = Lines.local("local[1]")) {
      List<ChunkId> chunks = IntStream.range(0, 60).mapToObj(ChunkId::new).toList();
      new ChunkJob(spark).run(chunks, task, answer -> answers.add(answer.length()));
    }
    assertThat(answers).hasSize(60).allMatch(length -> length < 1000);
  }
}
