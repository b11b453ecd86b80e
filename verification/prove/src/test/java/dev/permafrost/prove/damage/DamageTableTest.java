package dev.permafrost.prove.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How what was seen is told, and compared with what is written down. */
final class DamageTableTest {

  private static final List<String> HEAD =
      List.of(
          "| database | damage | RocksDB alone | Permafrost | exit code, notice |",
          "|---|---|---|---|---|");
  private static final String LOG_LOST =
      "| hot | log deleted | opens with fewer | `HotVolumeLost` | exit 4, `PF-HOT-LOST` |";
  private static final String OPTIONS =
      "| hot | OPTIONS flipped | opens, all there or refuses | nothing is lost | exit 0 |";

  private final DamageTable table = new DamageTable();

  @Test
  void eachKindIsARowWithEverythingThatWasSeenOfIt() {
    seeBoth();
    see("OPTIONS flipped", "refuses", DamageKind.NOTHING_LOST, "exit 0");

    assertThat(table.lines()).containsExactly(HEAD.get(0), HEAD.get(1), LOG_LOST, OPTIONS);
  }

  @Test
  void whatIsWrittenMayAllowMoreThanWasSeen() {
    seeBoth();
    assertThat(table.differencesTo(List.of(HEAD.get(0), HEAD.get(1), LOG_LOST, OPTIONS))).isEmpty();
  }

  @Test
  void whatWasSeenAndIsNotWrittenIsADifference() {
    seeBoth();
    see("OPTIONS flipped", "opens, all there", "HotVolumeLost", "exit 4, `PF-HOT-LOST`");

    assertThat(table.differencesTo(List.of(HEAD.get(0), HEAD.get(1), LOG_LOST, OPTIONS)))
        .hasSize(2)
        .allMatch(difference -> difference.startsWith("hot | OPTIONS flipped: written "));
  }

  @Test
  void aKindThatOnlyOneOfThemHasIsADifference() {
    seeBoth();
    assertThat(table.differencesTo(List.of(HEAD.get(0), HEAD.get(1), OPTIONS)))
        .containsExactly("only in one of them: [hot | log deleted]");
    assertThat(
            new DamageTable().differencesTo(List.of(HEAD.get(0), HEAD.get(1), LOG_LOST, OPTIONS)))
        .hasSize(1);
  }

  private void seeBoth() {
    see("log deleted", "opens with fewer", "HotVolumeLost", "exit 4, `PF-HOT-LOST`");
    see("OPTIONS flipped", "opens, all there", DamageKind.NOTHING_LOST, "exit 0");
  }

  private void see(String kind, String alone, String outcome, String told) {
    table.add("hot", kind, alone, new Answer(outcome, told, false, false));
  }
}
