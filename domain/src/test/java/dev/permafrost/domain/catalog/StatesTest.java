package dev.permafrost.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cell by cell: every pair of states is legal or illegal exactly as docs/protocol.md, "States",
 * lists it.
 */
final class StatesTest {

  private static final Set<String> LEGAL_ARTIFACT_EDGES =
      Set.of(
          "ABSENT-FREEZING",
          "FREEZING-FROZEN",
          "FROZEN-PRUNING",
          "PRUNING-ABSENT",
          "FREEZING-FREEZING",
          "FREEZING-PRUNING",
          "PRUNING-FREEZING");

  private static final Set<String> LEGAL_HOT_EDGES =
      Set.of(
          "ABSENT-TRANSIENT",
          "TRANSIENT-READY",
          "READY-TRANSIENT",
          "TRANSIENT-ABSENT",
          "TRANSIENT-TRANSIENT");

  @Test
  void artifactsHaveExactlyTheEdgesOfTheTable() {
    for (ArtifactState from : ArtifactState.values()) {
      for (ArtifactState to : ArtifactState.values()) {
        assertThat(from.mayBecome(to))
            .as("%s to %s", from, to)
            .isEqualTo(LEGAL_ARTIFACT_EDGES.contains(from + "-" + to));
      }
    }
  }

  @Test
  void hotDatabasesHaveExactlyTheEdgesOfTheTable() {
    for (HotState from : HotState.values()) {
      for (HotState to : HotState.values()) {
        assertThat(from.mayBecome(to))
            .as("%s to %s", from, to)
            .isEqualTo(LEGAL_HOT_EDGES.contains(from + "-" + to));
      }
    }
  }

  @Test
  void statesAreWrittenAsTheWordsOfTheCatalog() {
    assertThat(words(ArtifactState.values())).containsExactly("", "freezing", "frozen", "pruning");
    assertThat(Arrays.stream(HotState.values()).map(HotState::word))
        .containsExactly("", "transient", "ready");
    for (ArtifactState state : ArtifactState.values()) {
      assertThat(ArtifactState.of(state.word()).isPresent())
          .isEqualTo(state != ArtifactState.ABSENT);
    }
    for (HotState state : HotState.values()) {
      assertThat(HotState.of(state.word()).isPresent()).isEqualTo(state != HotState.ABSENT);
    }
    assertThat(ArtifactState.of("Frozen")).isEmpty();
    assertThat(ArtifactState.of("frozen ")).isEmpty();
    assertThat(HotState.of("READY")).isEmpty();
  }

  /** The table of docs/protocol.md, "States": a row for each state of the ledgers. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          ledgers,  hot ABSENT, hot TRANSIENT, hot READY
          ABSENT,   ABSENT,     TRANSIENT,     READY
          FREEZING, TRANSIENT,  TRANSIENT,     READY
          FROZEN,   FROZEN,     FROZEN,        FROZEN
          PRUNING,  TRANSIENT,  TRANSIENT,     READY
          """)
  void whatTheKeysOfAChunkAmountTo(
      ArtifactState ledgers, ChunkState ifAbsent, ChunkState ifTransient, ChunkState ifReady) {
    assertThat(ChunkState.of(ledgers, HotState.ABSENT)).isEqualTo(ifAbsent);
    assertThat(ChunkState.of(ledgers, HotState.TRANSIENT)).isEqualTo(ifTransient);
    assertThat(ChunkState.of(ledgers, HotState.READY)).isEqualTo(ifReady);
  }

  @Test
  void whatAChunksKeysAmountToIsWrittenInLowerCase() {
    assertThat(Arrays.stream(ChunkState.values()).map(ChunkState::word))
        .containsExactly("absent", "transient", "ready", "frozen");
  }

  private static List<String> words(ArtifactState[] states) {
    return Arrays.stream(states).map(ArtifactState::word).toList();
  }
}
