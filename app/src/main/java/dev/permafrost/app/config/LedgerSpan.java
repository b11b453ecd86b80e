package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ledgers of a command: one sequence, or a range with both ends included. */
public final class LedgerSpan {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?");

  private LedgerSpan() {}

  /**
   * Parses {@code N} or {@code A-B}.
   *
   * @throws WrongUsage if it is neither, the range is empty, or there are no such ledgers
   */
  public static LedgerRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new WrongUsage("ledgers are a number or a range A-B, not '" + text + "'");
    }
    long first = Long.parseLong(form.group(1));
    long last = form.group(2) == null ? first : Long.parseLong(form.group(2));
    if (last < first) {
      throw new WrongUsage("the range of ledgers '" + text + "' ends before it begins");
    }
    if (first < Geometry.FIRST_LEDGER || last > LedgerRange.MAX_SEQUENCE) {
      throw new WrongUsage(
          "ledgers are "
              + Geometry.FIRST_LEDGER
              + " to "
              + LedgerRange.MAX_SEQUENCE
              + ", not '"
              + text
              + "'");
    }
    return new LedgerRange(first, last);
  }
}
