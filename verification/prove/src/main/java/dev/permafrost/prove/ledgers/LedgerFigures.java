package dev.permafrost.prove.ledgers;

import dev.permafrost.ports.ledger.LedgerFront;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The figures of a run, and what failed in it. */
final class LedgerFigures {

  private final SortedSet<Long> protocols = new TreeSet<>();
  private final List<String> failures = new ArrayList<>();
  private int files;
  private long real;
  private long headers;
  private long forged;

  /** Counts a file that took part. */
  void file() {
    files++;
  }

  /** Counts a real LedgerCloseMeta. */
  void real(LedgerFront front) {
    real++;
    protocols.add(front.protocolVersion());
  }

  /** Counts a bare header. */
  void header(LedgerFront front) {
    headers++;
    protocols.add(front.protocolVersion());
  }

  /** Counts a forged ledger. */
  void forged(LedgerFront front) {
    forged++;
    protocols.add(front.protocolVersion());
  }

  /** Notes that something that was promised does not hold. */
  void failed(String what) {
    failures.add(what);
  }

  /** What failed. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** All of it in one line. */
  String line() {
    return "ledgers: files="
        + files
        + " real="
        + real
        + " headers="
        + headers
        + " forged="
        + forged
        + " protocols="
        + protocols.stream().map(String::valueOf).collect(Collectors.joining(","))
        + " failed="
        + failures.size();
  }
}
