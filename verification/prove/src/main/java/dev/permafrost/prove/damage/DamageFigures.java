package dev.permafrost.prove.damage;

import java.util.List;
import java.util.Locale;

/**
 * What a run of damages came to.
 *
 * @param table what was seen
 * @param kinds how many kinds there are
 * @param cases how many databases were damaged, or kept from being opened
 * @param mended how many were mended by {@code recover --witness}
 * @param toMend how many had to be: damaged witnesses of hot databases
 * @param unnoticed losses of which nothing was said
 * @param altered damaged stores that were changed by looking at them or opening them
 * @param wrong answers that are not those of their kind, and menders that do not mend
 * @param skipped what could not be tried here, and why
 * @param seconds how long it took
 * @param seed what the positions were drawn from
 */
record DamageFigures(
    DamageTable table,
    int kinds,
    int cases,
    int mended,
    int toMend,
    List<String> unnoticed,
    List<String> altered,
    List<String> wrong,
    List<String> skipped,
    double seconds,
    long seed) {

  DamageFigures {
    unnoticed = List.copyOf(unnoticed);
    altered = List.copyOf(altered);
    wrong = List.copyOf(wrong);
    skipped = List.copyOf(skipped);
  }

  /** Whether nothing went unnoticed, nothing was altered, nothing was wrong, and all was mended. */
  boolean hold() {
    return cases > 0
        && unnoticed.isEmpty()
        && altered.isEmpty()
        && wrong.isEmpty()
        && mended == toMend;
  }

  /** The line of figures. */
  String line() {
    return String.format(
        Locale.ROOT,
        "damage: kinds=%d cases=%d mended=%d skipped=%d unnoticed=%d altered=%d wrong=%d"
            + " seconds=%.1f seed=%d",
        kinds,
        cases,
        mended,
        skipped.size(),
        unnoticed.size(),
        altered.size(),
        wrong.size(),
        seconds,
        seed);
  }
}
