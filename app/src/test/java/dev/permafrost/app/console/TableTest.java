package dev.permafrost.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tables of text. */
final class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersStandToTheRight() {
    Table table = new Table(">chunk", "state", "path");
    table.add(7, "frozen", "/a");
    table.add(1_000_000, "ready", "");

    assertThat(table.lines())
        .containsExactly(
            "  chunk  state   path", //
            "      7  frozen  /a",
            "1000000  ready");
  }

  @Test
  void aRowHasACellForEachColumn() {
    Table table = new Table("a", "b");

    assertThatThrownBy(() -> table.add("one")).isInstanceOf(IllegalArgumentException.class);
  }
}
