package dev.permafrost.prove.lakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts, and what is printed, of what scenarios came to. */
final class MatrixTest {

  private final Scenario good = new Scenario("good", ground -> {});
  private final Scenario bad = new Scenario("bad", ground -> {});
  private final Matrix matrix = new Matrix();

  @Test
  void aScenarioThatFailedOrWasSkippedAtAnyServerFailed() {
    matrix.put(Column.NGINX, Map.of(good, Cell.ok(), bad, Cell.failed("why")));
    matrix.put(Column.NGINX_TLS, Map.of(good, Cell.ok(), bad, Cell.ok()));
    assertThat(matrix.failed(List.of(good, bad))).isEqualTo(1);
    assertThat(matrix.failed(List.of(good))).isZero();

    matrix.put(Column.PYTHON, Map.of(good, Cell.skipped("no python"), bad, Cell.ok()));
    assertThat(matrix.failed(List.of(good, bad))).isEqualTo(2);
  }

  @Test
  void aScenarioThatWasNotRunAtAServerFailed() {
    matrix.put(Column.NGINX, Map.of(good, Cell.ok()));
    assertThat(matrix.failed(List.of(bad))).isEqualTo(1);
  }

  @Test
  void aServerWithTwoColumnsIsOneServer() {
    matrix.put(Column.NGINX, Map.of());
    matrix.put(Column.NGINX_TLS, Map.of());
    matrix.put(Column.S3PROXY, Map.of());
    assertThat(matrix.servers()).isEqualTo(2);
  }

  @Test
  void theTableHasARowForEachScenarioAndSaysWhatWentWrong() {
    matrix.put(Column.NGINX, Map.of(good, Cell.ok(), bad, Cell.failed("why")));
    matrix.put(Column.PYTHON, Map.of(good, Cell.ok(), bad, Cell.skipped("no python")));
    assertThat(matrix.lines(List.of(good, bad)).stream().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "scenario nginx python",
            "good ok ok",
            "bad FAILED skipped",
            "nginx bad: FAILED: why",
            "python bad: skipped: no python");
  }
}
