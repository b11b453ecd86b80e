package dev.permafrost.prove.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.prove.soak.SoakFigures.Pair;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** When a soak counts as a proof, and what can be asked of it. */
final class SoakFiguresTest {

  private static final Pair SAME = new Pair(69, 69);
  private static final Pair NONE = new Pair(0, 0);

  @Test
  void whatIsWholeAndDoesNotGrowHolds() {
    SoakFigures figures = figures(100, 110, SAME, NONE, 0, Duration.ofMinutes(10));
    assertThat(figures.hold()).isTrue();
    assertThat(figures.line())
        .isEqualTo(
            "soak: ledgers=7 pages=8 restarts=2 highest-memory=100.0/110.0MiB descriptors=69/69"
                + " native=0/0 wrong=0 seconds=1.5 seed=-4");
  }

  @Test
  void oneWrongByteDoesNotHold() {
    assertThat(figures(100, 100, SAME, NONE, 1, Duration.ofMinutes(10)).hold()).isFalse();
  }

  @Test
  void growthBeyondATenthDoesNotHoldInTwoMinutesOrMore() {
    assertThat(figures(100, 111, SAME, NONE, 0, Duration.ofMinutes(2)).hold()).isFalse();
    assertThat(figures(100, 111, SAME, NONE, 0, Duration.ofSeconds(119)).hold()).isTrue();
  }

  @Test
  void anOpenDescriptorOrALivingNativeObjectDoesNotHold() {
    assertThat(figures(100, 100, new Pair(69, 70), NONE, 0, Duration.ofMinutes(1)).hold())
        .isFalse();
    assertThat(figures(100, 100, SAME, new Pair(0, 1), 0, Duration.ofMinutes(1)).hold()).isFalse();
  }

  @Test
  void nothingRestartedDoesNotHold() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(new SoakFigures(7, 8, 0, SAME, SAME, NONE, 0, minute, 60, 1).hold()).isFalse();
    assertThat(new SoakFigures(7, 0, 2, SAME, SAME, NONE, 0, minute, 60, 1).hold()).isFalse();
    assertThat(new SoakFigures(0, 8, 2, SAME, SAME, NONE, 0, minute, 60, 1).hold()).isFalse();
  }

  @Test
  void itsTimeIsSomeMinutesOrAFraction() {
    assertThat(parse().time).isEqualTo(Duration.ofMinutes(10));
    assertThat(parse("--minutes", "0.2").time).isEqualTo(Duration.ofSeconds(12));
    for (String refused : new String[] {"0", "-1", "x", "NaN", "100000"}) {
      assertThatThrownBy(() -> parse("--minutes", refused))
          .isInstanceOf(ParameterException.class)
          .hasMessageContaining("a number of minutes is needed, not '" + refused + "'");
    }
  }

  private static SoakPart parse(String... options) {
    SoakPart part = new SoakPart();
    new CommandLine(part).parseArgs(options);
    return part;
  }

  private static SoakFigures figures(
      long first, long second, Pair descriptors, Pair natives, long wrong, Duration asked) {
    Pair memory = new Pair(first << 20, second << 20);
    return new SoakFigures(7, 8, 2, memory, descriptors, natives, wrong, asked, 1.5, -4);
  }
}
