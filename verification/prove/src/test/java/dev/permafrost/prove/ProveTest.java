package dev.permafrost.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the command line answers. */
final class ProveTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private FakePart part = new FakePart();
  private final Prove prove = new Prove(() -> List.of(part));

  @Test
  void whatHoldsIs0AndWhatDoesNotIs1() {
    assertThat(run("fake")).isZero();
    assertThat(out.toString().lines()).containsExactly("fake: ran");

    part.holds = false;

    assertThat(run("fake")).isEqualTo(1);
  }

  @Test
  void withoutACommandOrWithAnUnknownOneItListsThem() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: prove", "fake  Pretends.");
    assertThat(run("fakes")).isEqualTo(2);
    assertThat(part.ran).isFalse();
  }

  @Test
  void helpOfTheCommandAndOfEachPartIs0() {
    assertThat(run("--help")).isZero();
    assertThat(run("fake", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: prove fake", "Exit codes:");
    assertThat(part.ran).isFalse();
  }

  @Test
  void everyPartOfTheRealCommandSaysWhatItDoes() {
    for (Part real : Prove.parts()) {
      String name = real.getClass().getAnnotation(Command.class).name();
      out.getBuffer().setLength(0);

      int code =
          new Prove(Prove::parts)
              .run(List.of(name, "--help"), new PrintWriter(out), new PrintWriter(err));

      assertThat(code).as(name).isZero();
      assertThat(out.toString()).contains("Usage: prove " + name);
    }
  }

  @Test
  void optionsReachThePart() {
    run("fake", "--seed", "-7", "--budget", "5m", "--rounds=12");

    assertThat(part.seed.seed()).isEqualTo(-7);
    assertThat(part.budget).isEqualTo(Duration.ofMinutes(5));
    assertThat(part.rounds).isEqualTo(12);
  }

  @Test
  void anOptionThatCannotBeUsedIsNamed() {
    assertRefused("Unknown options: '--round', '1'", "--round", "1");
    assertRefused("Unmatched argument at index 1: '12'", "12");
    assertRefused("Missing required parameter for option '--rounds'", "--rounds");
    assertRefused("(<rounds>) should be specified only once", "--rounds=1", "--rounds=1");
    assertRefused("'--rounds': a whole number above zero is needed, not '0'", "--rounds", "0");
    assertRefused("'--rounds': a whole number above zero is needed, not 'x'", "--rounds", "x");
    assertRefused("'--budget': a time is a number with", "--budget", "-1s");
    assertRefused("'--budget': a time above zero is needed, not '0s'", "--budget", "0s");
    assertRefused("'--seed': 'x' is not a long", "--seed", "x");
  }

  @Test
  void aValueThatThePartCannotUseIs2() {
    part.refusal = "no such replay";

    assertThat(run("fake")).isEqualTo(2);
    assertThat(err.toString()).contains("no such replay", "Usage: prove fake");
  }

  @Test
  void aPartThatBreaksIs1AndShowsWhere() {
    part.broken = true;

    assertThat(run("fake")).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: it broke");
  }

  private void assertRefused(String reason, String... options) {
    part = new FakePart();
    err.getBuffer().setLength(0);

    int code = run(Stream.concat(Stream.of("fake"), Stream.of(options)).toArray(String[]::new));

    assertThat(code).as(reason).isEqualTo(2);
    assertThat(err.toString()).contains(reason);
    assertThat(part.ran).isFalse();
  }

  private int run(String... arguments) {
    return prove.run(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Command(name = "fake", description = "Pretends.")
  private static final class FakePart implements Part {
    boolean holds = true;
    boolean broken;
    boolean ran;
    String refusal = "";

    @Option(names = "--rounds", converter = CountConverter.class)
    int rounds;

    @Option(names = "--budget", converter = TimeConverter.class)
    Duration budget = Duration.ZERO;

    @Mixin final SeedOption seed = new SeedOption();

    @Override
    public boolean holds(PrintWriter out) {
      ran = true;
      if (broken) {
        throw new IllegalStateException("it broke");
      }
      if (!refusal.isEmpty()) {
        throw new IllegalArgumentException(refusal);
      }
      out.println("fake: ran");
      return holds;
    }
  }
}
