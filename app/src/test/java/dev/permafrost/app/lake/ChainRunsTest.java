package dev.permafrost.app.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.chunk.LedgerHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which side of a broken link is wrong. */
final class ChainRunsTest {

  /**
   * Each letter is an object of one ledger, of the chain of that name; {@code .} is a gap, {@code
   * !} behind an object that its hash is trusted, {@code ?} that another one is.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "aaaaaaaa, ''",
    "aaabaaaa, 4",
    "aaabbaaaa, 4-5",
    "aabaaabaaa, 3 7",
    "aaaaaaab, 8",
    "baaaaaaa, 1",
    "abaaaaaa, 1-2 2",
    "ab, 1-2",
    "aaabbb, 1-6",
    "aaaabb, 5-6",
    "aabbbb, 1-2",
    "aaa.bbb, ''",
    "aaa.baa, 5",
    "aaaabb!, 1-4",
    "aaaabb?, 5-6",
    "aaa?abbb, 1-4",
    "aaa?abb, 1-4",
    "aaa!abbb, 4",
    "aaa!bb, 4-5",
    "aaa!bb!, 4-5"
  })
  void theShorterSideIsWrongUnlessATrustedHashKnowsBetter(String chains, String wrong) {
    List<String> found = new ArrayList<>();
    ChainRuns runs = new ChainRuns(ChainRuns.nothing(), problem -> found.add(problem.ledgers()));
    long sequence = 1;
    for (int i = 0; i < chains.length(); i++) {
      char chain = chains.charAt(i);
      if (chain == '!' || chain == '?') {
        continue;
      }
      if (chain == '.') {
        runs.gap();
      } else {
        char mark = i + 1 < chains.length() ? chains.charAt(i + 1) : ' ';
        long anchored = mark == '!' ? sequence : 0;
        runs.add(
            new ChainRun(sequence, sequence, 1, anchored, mark == '?', ""),
            hash(chain, sequence - 1),
            hash(chain, sequence));
        runs = new ChainRuns(runs.kept(), problem -> found.add(problem.ledgers()));
      }
      sequence++;
    }
    runs.gap();
    assertThat(String.join(" ", found)).isEqualTo(wrong);
  }

  private static LedgerHash hash(char chain, long sequence) {
    byte[] bytes = new byte[LedgerHash.BYTES];
    bytes[0] = (byte) chain;
    bytes[1] = (byte) sequence;
    return LedgerHash.of(bytes);
  }
}
