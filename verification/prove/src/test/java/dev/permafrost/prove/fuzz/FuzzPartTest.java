package dev.permafrost.prove.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How targets are found, replayed and counted; the search itself is bin/prove's. */
class FuzzPartTest {

  /** A target that an input breaks whose first byte is odd. */
  public static final class Odd implements FuzzTarget {
    /** Made by its name. */
    public Odd() {}

    @Override
    public List<byte[]> seeds() {
      return List.of(new byte[] {2});
    }

    @Override
    public void give(byte[] input) {
      if (input.length > 0 && input[0] % 2 != 0) {
        throw new IllegalStateException("odd");
      }
    }
  }

  @TempDir Path directory;

  @Test
  void targetsAreFoundByTheirNamesInDirectoriesOfClassesAndNotInJars() throws IOException {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    touch(one.resolve("a/b/ZebraFuzz.class"));
    touch(one.resolve("a/b/ZebraFuzz$Inner.class"));
    touch(one.resolve("a/b/FuzzTargetsTest.class"));
    touch(two.resolve("c/AntFuzz.class"));
    touch(directory.resolve("some.jar"));
    String classPath =
        String.join(
            File.pathSeparator,
            one.toString(),
            directory.resolve("some.jar").toString(),
            directory.resolve("missing").toString(),
            two.toString());

    assertThat(FuzzTargets.on(classPath)).containsExactly("c.AntFuzz", "a.b.ZebraFuzz");
  }

  private static void touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[0]);
  }

  @Test
  void whatAProcessDidIsReadOutOfWhatItPrinted() {
    FuzzTally tally =
        FuzzTally.of(
            List.of(
                "INFO: Loaded 1 PC tables",
                "#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 457Mb",
                "#7267\tNEW    cov: 41 ft: 44 corp: 3/65b lim: 74 exec/s: 0 rss: 457Mb",
                "stat::number_of_executed_units: 163277",
                "stat::peak_rss_mb:              457"));

    assertThat(tally).isEqualTo(new FuzzTally(163_277, 41));
    assertThat(FuzzTally.of(List.of("Killed"))).isEqualTo(new FuzzTally(0, 0));
  }

  @Test
  void eachTurnGetsItsPartOfTheTimeThatIsLeft() {
    long[] now = {0};
    Turns turns = new Turns(Duration.ofSeconds(60), 5, 2, () -> now[0]);

    assertThat(turns.next()).isEqualTo(Duration.ofSeconds(17));
    assertThat(turns.next()).isEqualTo(Duration.ofSeconds(17));
    now[0] = Duration.ofSeconds(30).toNanos();
    assertThat(turns.next()).isEqualTo(Duration.ofSeconds(12));
    now[0] = Duration.ofSeconds(70).toNanos();
    assertThat(turns.next()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theLastLineAddsUpWhatAllTurnsDid() {
    FuzzRun.Outcome clean =
        new FuzzRun.Outcome("a.OneFuzz", new FuzzTally(10, 3), List.of(), List.of());
    FuzzRun.Outcome broken =
        new FuzzRun.Outcome(
            "a.TwoFuzz", new FuzzTally(5, 4), List.of(Path.of("crash-1")), List.of());

    assertThat(FuzzPart.line(List.of(clean, broken), 60, -7))
        .isEqualTo("fuzz: targets=2 seconds=60 executions=15 coverage=7 findings=1 seed=-7");
    assertThat(clean.isClean()).isTrue();
    assertThat(broken.isClean()).isFalse();
    assertThat(
            new FuzzRun.Outcome("a.B", new FuzzTally(0, 0), List.of(), List.of("gone")).isClean())
        .isFalse();
  }

  @Test
  void anInputThatBreaksItsTargetIsToldFromOneThatDoesNot() throws IOException {
    Path even = Files.write(directory.resolve("even"), new byte[] {4, 1});
    Path odd = Files.write(directory.resolve("odd"), new byte[] {3});
    StringWriter log = new StringWriter();
    PrintWriter out = new PrintWriter(log, true);
    assertThat(FuzzPart.replays(Odd.class.getName(), even, out)).isTrue();
    assertThat(FuzzPart.replays(Odd.class.getName(), odd, out)).isFalse();
    assertThatThrownBy(() -> FuzzPart.replays(Odd.class.getName(), directory.resolve("none"), out))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log.toString())
        .contains(
            "2 bytes are answered as declared", "IllegalStateException: odd", "1 bytes break");
  }

  @Test
  void aTurnWhoseProcessCannotSearchIsTroubleAndNoSuccess() {
    // The fuzzer is on no class path of this build, so its process ends at once.
    FuzzRun.Outcome outcome =
        new FuzzRun(Odd.class.getName(), directory, () -> Duration.ofSeconds(1), 1).run();

    assertThat(outcome.isClean()).isFalse();
    assertThat(outcome.trouble()).singleElement().asString().contains("0 executions");
    assertThat(directory.resolve("corpus/seed-0")).hasBinaryContent(new byte[] {2});
  }
}
