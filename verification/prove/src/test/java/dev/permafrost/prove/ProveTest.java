package dev.permafrost.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the command line answers. */
final class ProveTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final FakePart part = new FakePart();
  private final Prove prove =
      new Prove(Map.of("fake", part), new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void whatHoldsIs0AndWhatDoesNotIs1() {
    assertThat(prove.run(List.of("fake"))).isZero();

    part.holds = false;

    assertThat(prove.run(List.of("fake"))).isEqualTo(1);
  }

  @Test
  void withoutACommandOrWithAnUnknownOneItListsThem() {
    assertThat(prove.run(List.of())).isEqualTo(2);
    assertThat(prove.run(List.of("fakes"))).isEqualTo(2);
    assertThat(lines()).containsOnly("usage: prove fake [--rounds N]");
  }

  @Test
  void optionsReachThePart() {
    prove.run(List.of("fake", "--seed", "-7", "--budget", "5m", "--rounds", "12"));

    assertThat(part.seed).isEqualTo(-7);
    assertThat(part.budget).isEqualTo(Duration.ofMinutes(5));
    assertThat(part.rounds).isEqualTo(12);
  }

  @Test
  void anOptionThatCannotBeUsedIsNamed() {
    assertRefused("no option --round", "--round", "1");
    assertRefused("no option 12", "12");
    assertRefused("--rounds needs a value", "--rounds");
    assertRefused("--rounds is given twice", "--rounds", "1", "--rounds", "1");
    assertRefused("--rounds is a whole number above zero, not 0", "--rounds", "0");
    assertRefused("--rounds is a whole number above zero, not many", "--rounds", "many");
    assertRefused("--budget is a time such as 40s or 5m, not -1s", "--budget", "-1s");
    assertRefused("--budget is a time such as 40s or 5m, not 5", "--budget", "5");
    assertRefused("--seed is a whole number, not x", "--seed", "x");
  }

  @Test
  void anOptionWithoutAValueIsSetOrNot() {
    prove.run(List.of("fake", "--again", "--rounds", "3"));
    assertThat(part.again).isTrue();
    assertThat(part.rounds).isEqualTo(3);
    prove.run(List.of("fake"));
    assertThat(part.again).isFalse();
    assertRefused("--again is given twice", "--again", "--again");
    assertRefused("no option 1", "--again", "1");
  }

  private void assertRefused(String reason, String... options) {
    printed.reset();
    part.ran = false;

    List<String> arguments = Stream.concat(Stream.of("fake"), Stream.of(options)).toList();

    assertThat(prove.run(arguments)).isEqualTo(2);
    assertThat(lines()).containsExactly("prove: " + reason, "usage: prove fake [--rounds N]");
    assertThat(part.ran).isFalse();
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static final class FakePart implements Part {
    boolean holds = true;
    boolean ran;
    boolean again;
    long seed;
    int rounds;
    Duration budget = Duration.ZERO;

    @Override
    public String usage() {
      return "fake [--rounds N]";
    }

    @Override
    public Set<String> options() {
      return Set.of("seed", "budget", "rounds");
    }

    @Override
    public Set<String> flags() {
      return Set.of("again");
    }

    @Override
    public boolean holds(Options options, PrintStream out) {
      again = options.isSet("again");
      seed = options.seed();
      rounds = options.count("rounds", 1);
      budget = options.duration("budget", Duration.ofSeconds(1));
      ran = true;
      return holds;
    }
  }
}
