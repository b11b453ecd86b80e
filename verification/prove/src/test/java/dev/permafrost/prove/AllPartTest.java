package dev.permafrost.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.permafrost.prove.AllPart.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part again and again, with commands that pretend. */
final class AllPartTest {

  private static final List<Row> TABLE =
      List.of(Row.drawn("crash --budget 1s"), Row.repeated("lakes"), Row.once("mutation"));

  @TempDir Path directory;

  private final StringWriter printed = new StringWriter();
  private final List<String> ran = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();
  private long seed = 100;
  private String stopAt = "";

  @Test
  void everyPartRunsOnceHoweverShortTheTimeIs() throws IOException {
    assertThat(call("0.0001")).isTrue();

    assertThat(ran).containsExactly("crash --budget 1s --seed 101", "lakes", "mutation");
    assertThat(lastLine()).startsWith("all: turns=1 runs=3 failed=0 seconds=");
    assertThat(Files.readString(directory.resolve("0001-crash.txt")))
        .isEqualTo("a line\ncrash: states=7 seed=3 seconds=1.5\n");
  }

  @Test
  void itGoesOnUntilTheTimeIsOverWithNewSeedsAndWithoutWhatIsDoneOnce() {
    stopAt = "lakes in turn 3";

    assertThatThrownBy(() -> call("1")).isInstanceOf(Stopped.class);

    assertThat(ran)
        .containsExactly(
            "crash --budget 1s --seed 101",
            "lakes",
            "mutation",
            "crash --budget 1s --seed 102",
            "lakes",
            "crash --budget 1s --seed 103");
  }

  @Test
  void itGoesOnBehindTheLastPartThatCameToItsEnd() throws IOException {
    stopAt = "lakes in turn 1";
    assertThatThrownBy(() -> call("1")).isInstanceOf(Stopped.class);
    assertThat(report().path("runs")).hasSize(1);

    ran.clear();
    stopAt = "";
    assertThat(call("0.0001")).isTrue();

    assertThat(ran).containsExactly("lakes", "mutation");
    assertThat(report().path("runs")).hasSize(3);
    ran.clear();
    assertThat(call("0.0001")).as("nothing is left to do").isTrue();
    assertThat(ran).isEmpty();
  }

  @Test
  void theTimeOfEarlierCallsCounts() throws IOException {
    assertThat(call("0.0001")).isTrue();
    Path state = directory.resolve("report.json");
    Files.writeString(
        state, Files.readString(state).replaceAll("\"seconds\" : 0,\n", "\"seconds\" : 1000,\n"));
    ran.clear();

    assertThat(call("0.5")).isTrue();
    assertThat(ran).as("three runs of 1,000 seconds are more than half an hour").isEmpty();

    stopAt = "lakes in turn 1";
    assertThatThrownBy(() -> call("1")).isInstanceOf(Stopped.class);
    assertThat(ran).containsExactly("crash --budget 1s --seed 102");
  }

  @Test
  void whatFailsIsInTheReportWithItsCommandAndTheOthersRun() throws IOException {
    broken.add("crash --budget 1s --seed 101");

    assertThat(call("0.0001")).isFalse();

    assertThat(ran).hasSize(3);
    assertThat(lastLine()).contains("failed=1");
    assertThat(Files.readString(directory.resolve("report.md")))
        .contains("- `bin/prove crash --budget 1s --seed 101`, begun 2026-01-02T03:04:05Z")
        .contains("said in 0001-crash.txt")
        .contains("| `crash --budget 1s` | 1 | 1 | 0.0 | states=7 |");
    assertThat(report().path("runs").get(0).path("held").asBoolean()).isFalse();
    assertThat(report().path("failed").asInt()).isEqualTo(1);

    broken.clear();
    assertThat(call("0.0001")).as("it stays in the report").isFalse();
  }

  @Test
  void countsAreSummedAndSeedsAndFractionsAreNot() throws IOException {
    stopAt = "lakes in turn 3";
    assertThatThrownBy(() -> call("1")).isInstanceOf(Stopped.class);

    JsonNode sums = report().path("sums").path("crash --budget 1s");
    assertThat(sums.path("states").asLong()).isEqualTo(21);
    assertThat(sums.properties()).hasSize(1);
  }

  @Test
  void whatIsNoReportIsNotWrittenOver() throws IOException {
    Files.writeString(directory.resolve("report.json"), "{\"rows\": []}");

    assertThatThrownBy(() -> call("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no report of bin/prove all");
    Files.writeString(directory.resolve("report.json"), "{");
    assertThatThrownBy(() -> call("1")).isInstanceOf(IllegalArgumentException.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void everyCommandOfTheRealTableCanBeParsedAndEveryPartIsInIt() {
    List<String> names = new ArrayList<>(List.of("all", "short"));
    for (Row row : AllPart.TABLE) {
      String seeded = row.command() + (row.draws() ? " --seed 1" : "");
      PrintWriter out = new PrintWriter(printed);
      List<String> asked = List.of((seeded + " --help").split(" "));

      assertThat(new Prove(Prove::parts).run(asked, out, out)).as(seeded).isZero();
      names.add(row.command().split(" ", 2)[0]);
    }
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            Prove.parts().stream()
                .map(
                    part -> part.getClass().getAnnotation(picocli.CommandLine.Command.class).name())
                .toList());
  }

  @Test
  void aNumberOfHoursIsAboveZero() {
    AllPart.Hours hours = new AllPart.Hours();

    assertThat(hours.convert("1.5")).isEqualTo(Duration.ofMinutes(90));
    for (String wrong : List.of("0", "-1", "x", "NaN", "9000")) {
      assertThatThrownBy(() -> hours.convert(wrong))
          .as(wrong)
          .hasMessageContaining("a number of hours is needed");
    }
  }

  /** Somebody pulled the plug. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private boolean call(String hours) {
    AllPart part =
        new AllPart(
            (arguments, out, err) -> {
              String command = String.join(" ", arguments);
              long turn = 1 + ran.stream().filter(command::equals).count();
              if (stopAt.equals(command + " in turn " + turn)) {
                throw new Stopped();
              }
              ran.add(command);
              out.println("a line");
              out.println(arguments.get(0) + ": states=7 seed=3 seconds=1.5");
              return broken.contains(command) ? 1 : 0;
            },
            directory,
            TABLE,
            () -> ++seed,
            Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
    part.time = new AllPart.Hours().convert(hours);
    return part.holds(new PrintWriter(printed, true));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
  }

  private String lastLine() {
    List<String> lines = printed.toString().lines().toList();
    return lines.get(lines.size() - 1);
  }
}
