package dev.permafrost.prove.lakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every scenario ends in its answer at every server. A server that is not installed is left out,
 * but not where {@code PERMAFROST_SERVERS} is {@code required}, as in continuous integration.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LakeSuiteTest {

  private final List<Scenario> scenarios = new ArrayList<>();
  private Matrix matrix = new Matrix();

  @BeforeAll
  void run(@TempDir Path place) throws IOException {
    scenarios.addAll(LakeSuite.conduct());
    scenarios.addAll(LakeSuite.trouble());
    matrix = LakeSuite.run(scenarios, place);
  }

  @AfterAll
  void print() {
    matrix.lines(scenarios).forEach(System.out::println);
  }

  @ParameterizedTest
  @EnumSource(Column.class)
  void everyScenarioEndsInItsAnswerAt(Column column) {
    boolean isRequired = "required".equals(System.getenv("PERMAFROST_SERVERS"));
    List<String> skipped = matrix.details(column, Cell.Outcome.SKIPPED);
    if (!skipped.isEmpty() && !isRequired) {
      abort(column.title() + " is left out: " + skipped.get(0));
    }
    assertThat(skipped).isEmpty();
    assertThat(matrix.details(column, Cell.Outcome.FAILED)).isEmpty();
  }

  @Test
  void thereAreThirtyScenariosOfTrouble() {
    assertThat(LakeSuite.trouble()).hasSize(30);
    assertThat(scenarios.stream().map(Scenario::name)).doesNotHaveDuplicates();
  }
}
