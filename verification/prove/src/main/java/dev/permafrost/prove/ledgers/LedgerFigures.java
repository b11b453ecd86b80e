package dev.permafrost.prove.ledgers;

import dev.permafrost.ports.ledger.LedgerFront;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The figures of a run, and what failed in it. */
final class LedgerFigures {

  private static final String FORGED_PROTOCOLS = "0,11,20,22,23,27,28,29";

  private final SortedSet<Long> protocols = new TreeSet<>();
  private final SortedSet<Long> forgedProtocols = new TreeSet<>();
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
    forgedProtocols.add(front.protocolVersion());
    protocols.add(front.protocolVersion());
  }

  /** Fails if the usual real ledgers were not all read. */
  void requireUsualReal() {
    require(
        files == 225 && real == 395 && headers == 14_681,
        "of the usual real ledgers there are files=225 real=395 headers=14681");
  }

  /** Fails if not every forged ledger was made, or protocols are missing among them. */
  void requireForged() {
    require(
        forged == 411 && text(forgedProtocols).equals(FORGED_PROTOCOLS),
        "of forged ledgers there are forged=411 of protocols " + FORGED_PROTOCOLS);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      failed(otherwise);
    }
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
        + text(protocols)
        + " failed="
        + failures.size();
  }

  private static String text(SortedSet<Long> protocols) {
    return protocols.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
