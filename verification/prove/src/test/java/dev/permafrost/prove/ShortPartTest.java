package dev.permafrost.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The short forms of all parts, one command each. */
final class ShortPartTest {

  private final StringWriter printed = new StringWriter();
  private final Set<String> ran = new ConcurrentSkipListSet<>();
  private final CountDownLatch bothLanes = new CountDownLatch(2);

  @Test
  void everyPartRunsAlthoughAnEarlierOneFailed() {
    ShortPart part = part(List.of("broken", "good"), List.of(List.of("lakes"), List.of("kill")));

    assertThat(part.holds(new PrintWriter(printed, true))).isFalse();

    assertThat(ran).containsExactlyInAnyOrder("broken", "good", "lakes", "kill --seed 7");
    assertThat(lastLine()).startsWith("short: parts=4 failed=1 seconds=");
  }

  @Test
  void allThatHoldsIsAWhole() {
    ShortPart part = part(List.of("good"), List.of(List.of("lakes", "good"), List.of("kill")));

    assertThat(part.holds(new PrintWriter(printed, true))).isTrue();

    assertThat(lastLine()).startsWith("short: parts=4 failed=0 seconds=");
  }

  @Test
  void ofWhatHeldTheFiguresAreToldAndOfWhatFailedEverything() {
    part(List.of("good", "broken"), List.of(List.of("lakes"), List.of("kill")))
        .holds(new PrintWriter(printed, true));

    assertThat(printed.toString().lines())
        .containsSubsequence(
            "skipped: something of good",
            "figures of good",
            "bin/prove good held in 0 s",
            "a line of broken",
            "skipped: something of broken",
            "figures of broken",
            "bin/prove broken FAILED in 0 s")
        .doesNotContain("a line of good");
  }

  @Test
  void theLanesRunAtTheSameTime() {
    ShortPart part =
        new ShortPart(
            (arguments, out, err) -> {
              bothLanes.countDown();
              try {
                bothLanes.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              out.println("met");
              return 0;
            },
            List.of(),
            List.of(List.of("one"), List.of("other")));

    assertThat(part.holds(new PrintWriter(printed, true))).isTrue();
  }

  @Test
  void aPartWhoseCommandIsWrongFailed() {
    ShortPart part = new ShortPart((arguments, out, err) -> 2, List.of("good"), List.of(List.of()));

    assertThat(part.holds(new PrintWriter(printed, true))).isFalse();
  }

  @Test
  void everyCommandOfTheRealListCanBeParsed() {
    for (String command : ShortPart.commands()) {
      List<String> asked = List.of((command + " --help").split(" "));
      PrintWriter out = new PrintWriter(printed);

      assertThat(new Prove(Prove::parts).run(asked, out, out)).as(command).isZero();
    }
    assertThat(ShortPart.commands()).hasSize(11);
  }

  private ShortPart part(List<String> alone, List<List<String>> sideBySide) {
    ShortPart part =
        new ShortPart(
            (arguments, out, err) -> {
              String command = String.join(" ", arguments);
              ran.add(command);
              out.println("a line of " + command);
              out.println("skipped: something of " + command);
              out.println("figures of " + command);
              return command.equals("broken") ? 1 : 0;
            },
            alone,
            sideBySide);
    part.seed.seed = 7L;
    return part;
  }

  private String lastLine() {
    List<String> lines = printed.toString().lines().toList();
    return lines.get(lines.size() - 1);
  }
}
