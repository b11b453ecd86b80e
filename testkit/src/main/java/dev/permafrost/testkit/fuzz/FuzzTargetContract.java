package dev.permafrost.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every build does with a fuzz target: its seeds, the inputs kept for it, and a number of
 * inputs made of these by a seed. Searching for new ones is the fuzzer's work.
 */
public abstract class FuzzTargetContract {

  private static final int LONGEST_SHOWN_BYTES = 300;

  /** Makes the target. */
  protected abstract FuzzTarget open();

  /** How many inputs are made of the seeds and the kept ones. */
  protected int mutations() {
    return 2000;
  }

  /** What they are made by. */
  protected long mutationSeed() {
    return 20_261_123;
  }

  @Test
  final void everySeedIsAnsweredAsDeclared() {
    FuzzTarget target = open();
    List<byte[]> seeds = target.seeds();
    assertThat(seeds).isNotEmpty();
    for (int i = 0; i < seeds.size(); i++) {
      give(target, seeds.get(i), "seed " + i);
    }
  }

  @Test
  final void everyInputThatIsKeptIsAnsweredAsDeclared() {
    FuzzTarget target = open();
    FuzzCorpus.kept(target.getClass()).forEach((name, input) -> give(target, input, name));
  }

  @Test
  final void whatIsMadeOfThemByASeedIsAnsweredAsDeclared() {
    FuzzTarget target = open();
    FuzzMutations mutations = new FuzzMutations(mutationSeed(), FuzzCorpus.all(target));
    for (int i = 0; i < mutations(); i++) {
      give(target, mutations.next(), "input " + i + " of seed " + mutationSeed());
    }
  }

  private static void give(FuzzTarget target, byte[] input, String what) {
    String shown =
        input.length > LONGEST_SHOWN_BYTES
            ? input.length + " bytes"
            : Base64.getEncoder().encodeToString(input);
    try {
      target.give(input);
    } catch (Throwable e) {
      throw new AssertionError(what + " (" + shown + "): " + e, e);
    }
  }
}
