package dev.permafrost.prove.soak;

import dev.permafrost.prove.soak.SoakNotes.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a soak came to.
 *
 * @param ledgers how many were acknowledged
 * @param pages how many were read and compared
 * @param restarts how often the process was killed and started again
 * @param memory the highest in each half
 * @param descriptors how many were open before the store was opened, and after it was closed
 * @param nativeObjects how many there were then
 * @param wrong what was wrong, how often
 * @param asked how long it was to last
 * @param seconds how long it took
 * @param seed what it was drawn from
 */
record SoakFigures(
    long ledgers,
    long pages,
    int restarts,
    Pair memory,
    Pair descriptors,
    Pair nativeObjects,
    long wrong,
    Duration asked,
    double seconds,
    long seed) {

  /** Before that, a machine that has just started still grows. */
  private static final Duration LEAST_TO_JUDGE_GROWTH = Duration.ofMinutes(2);

  private static final double MOST_GROWTH = 1.1;
  private static final double MIB = 1 << 20;

  /** The same at two times. */
  record Pair(long first, long second) {

    static Pair of(SoakNotes notes, Note before, Note after) {
      return new Pair(notes.get(before), notes.get(after));
    }

    private String text() {
      return first + "/" + second;
    }
  }

  /** Whether nothing was wrong, and all was done. */
  boolean hold() {
    return wrong == 0 && missed().isEmpty();
  }

  /** What grew, and what was to be done and was not. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    if (ledgers == 0 || pages == 0 || restarts == 0) {
      missed.add("nothing was acknowledged, or nothing read, or nothing restarted");
    }
    boolean isJudged = asked.compareTo(LEAST_TO_JUDGE_GROWTH) >= 0;
    if (isJudged && memory.second() > MOST_GROWTH * memory.first()) {
      missed.add("the second half took more than " + MOST_GROWTH + " times the first's memory");
    }
    if (descriptors.first() != descriptors.second()) {
      missed.add("descriptors stayed open");
    }
    if (nativeObjects.first() != nativeObjects.second()) {
      missed.add("native objects stayed alive");
    }
    return missed;
  }

  /** The line of figures. */
  String line() {
    return String.format(
        Locale.ROOT,
        "soak: ledgers=%d pages=%d restarts=%d highest-memory=%.1f/%.1fMiB descriptors=%s"
            + " native=%s wrong=%d seconds=%.1f seed=%d",
        ledgers,
        pages,
        restarts,
        memory.first() / MIB,
        memory.second() / MIB,
        descriptors.text(),
        nativeObjects.text(),
        wrong,
        seconds,
        seed);
  }
}
