package dev.permafrost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are measured in the order of the table, and the worst decides how it ends. */
final class BenchTest {

  @TempDir private Path directory;
  private final StringWriter printed = new StringWriter();
  private final StringWriter told = new StringWriter();
  private final List<Setting> settings = new ArrayList<>();
  private final List<Integer> rounds = new ArrayList<>();
  private int open;

  @Test
  void allRowsReachingWhatTheyMustIsZeroAndOneThatDoesNotIsOne() {
    assertThat(run("all")).isEqualTo(1);
    assertThat(lines())
        .containsExactly(
            "good ratio=2.000 must=1.0 rounds=5 spread=2.000..2.000 ok",
            "bad ratio=0.500 must=1.0 rounds=5 spread=0.500..0.500 short");
    assertThat(run("good")).isZero();
    assertThat(open).isZero();
  }

  @Test
  void aQuickLookHasFewerLedgersAndRounds() {
    run("good");
    run("good", "--quick");
    run("good", "--quick", "--rounds", "7");

    assertThat(settings).extracting(Setting::ledgers).containsExactly(10_000, 1_000, 1_000);
    assertThat(settings).extracting(Setting::rounds).containsExactly(5, 3, 7);
    assertThat(rounds).containsExactly(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aRowWhoseRoundsTakeMinutesHasNoMoreThanItMay() {
    Row row = row("long", 2).afterUncounted(0).roundsAtMost(1);

    new Bench(List.of(row))
        .run(
            List.of("long", "--rounds", "7"),
            new PrintWriter(printed, true),
            new PrintWriter(told, true));

    assertThat(rounds).containsExactly(0);
  }

  @Test
  void everyRoundIsKeptInAFile() throws IOException {
    Path file = directory.resolve("figures.json");

    run("bad", "--rounds", "1", "--json", file.toString());

    assertThat(Files.readString(file))
        .contains("\"name\" : \"bad\"", "\"must\" : 1.0", "\"ok\" : false", "\"took_s\" : 3.0")
        .contains("\"cores\"", "\"java\"", "\"load_before\"");
  }

  @Test
  void aRunThatWasKeptIsShownAndNotMeasuredAgain() {
    Path file = directory.resolve("figures.json");
    run("bad", "--rounds", "1", "--json", file.toString());
    settings.clear();

    assertThat(run("table", file.toString())).isZero();
    assertThat(lines()).anyMatch(line -> line.startsWith("| `bad` | 0.500 |"));
    assertThat(run("chart", file.toString(), directory.resolve("out.svg").toString())).isZero();
    assertThat(directory.resolve("out.svg")).isNotEmptyFile();
    assertThat(run("chart", file.toString())).isEqualTo(2);
    assertThat(run("table", directory.resolve("none.json").toString())).isEqualTo(2);
    assertThat(settings).isEmpty();
  }

  @Test
  void whatIsMeasuredWithIsRemovedAfterwards() {
    run("all", "--rounds", "1");

    assertThat(settings).extracting(Setting::directory).noneMatch(Files::exists);
  }

  @Test
  void wrongUsageIsTwoAndMeasuresNothing() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("--quick"),
            List.of("goood"),
            List.of("good", "--rounds"),
            List.of("good", "--rounds", "0"),
            List.of("good", "--rounds", "many"))) {
      assertThat(run(wrong.toArray(String[]::new))).as("%s", wrong).isEqualTo(2);
    }
    assertThat(told.toString()).contains("no row goood among good bad", "Usage: bench");
    assertThat(settings).isEmpty();
  }

  @Test
  void helpIsZeroAndMeasuresNothing() {
    for (String command : List.of("", "table ", "chart ", "publish ")) {
      assertThat(run((command + "--help").split(" "))).as(command).isZero();
    }
    assertThat(lines()).anyMatch(line -> line.startsWith("Usage: bench chart"));
    assertThat(settings).isEmpty();
  }

  private int run(String... arguments) {
    return new Bench(List.of(row("good", 2), row("bad", 0.5)))
        .run(List.of(arguments), new PrintWriter(printed, true), new PrintWriter(told, true));
  }

  private List<String> lines() {
    return printed.toString().lines().toList();
  }

  private Row row(String name, double ratio) {
    return Row.atLeast(
        1,
        name,
        setting -> {
          settings.add(setting);
          open++;
          return contest(ratio);
        });
  }

  private Contest contest(double ratio) {
    return new Contest() {
      @Override
      public Round round(int round) {
        rounds.add(round);
        return new Round(ratio, Map.of("took_s", 3.0));
      }

      @Override
      public void close() {
        open--;
      }
    };
  }
}
