package dev.permafrost.prove.ledgers;

import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fronts of ledgers or headers, one after another: each hashed, and linked to the one before it
 * where that is its predecessor. Tells what they were in a few words.
 */
final class LinkedFronts {

  private final boolean allLinked;
  private final boolean isOfLedgers;
  private final List<LedgerFront> fronts = new ArrayList<>();
  private int links;

  /**
   * Of none yet.
   *
   * @param allLinked whether each must be the successor of the one before it
   * @param isOfLedgers whether they are of whole ledgers, whose versions follow from protocols
   */
  LinkedFronts(boolean allLinked, boolean isOfLedgers) {
    this.allLinked = allLinked;
    this.isOfLedgers = isOfLedgers;
  }

  /** Adds the next: a ledger, or a header entry behind the four bytes of version 0. */
  LedgerFront add(byte[] ledger, Consumer<LedgerFront> counter) {
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    LedgerFront front =
        fronts.isEmpty() || !allLinked
            ? LedgerFront.parse(bytes)
            : LedgerFront.read(bytes, last().sequence() + 1);
    return add(front, bytes, counter);
  }

  /** Adds the first of them, whose sequence is known, of whatever shape. */
  LedgerFront addFirst(byte[] ledger, long sequence, Consumer<LedgerFront> counter) {
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    return add(LedgerFront.read(bytes, sequence), bytes, counter);
  }

  private LedgerFront add(LedgerFront front, ByteBuffer bytes, Consumer<LedgerFront> counter) {
    Broken.unless(
        front.computeHash(bytes).equals(front.hash()),
        "ledger " + front.sequence() + " does not hash to its own hash");
    LedgerFront before = fronts.isEmpty() ? null : last();
    if (before != null) {
      requireLink(before, front);
    }
    fronts.add(front);
    counter.accept(front);
    return front;
  }

  private void requireLink(LedgerFront before, LedgerFront front) {
    boolean isSuccessor = front.sequence() == before.sequence() + 1;
    Broken.unless(
        isSuccessor || !allLinked,
        "ledger " + front.sequence() + " stands behind " + before.sequence());
    if (!isSuccessor || !allLinked) {
      return;
    }
    Broken.unless(
        front.previousHash().equals(before.hash()),
        "ledger " + front.sequence() + " does not link to the one before it");
    Broken.unless(
        !isOfLedgers
            || front.metaVersion() == before.nextMetaVersion()
            || front.unknownShape().isPresent(),
        "ledger "
            + front.sequence()
            + " is a version "
            + front.metaVersion()
            + " behind protocol "
            + before.protocolVersion());
    links++;
  }

  private LedgerFront last() {
    return fronts.get(fronts.size() - 1);
  }

  /** The first of them. */
  LedgerFront first() {
    return fronts.get(0);
  }

  /** The header with a sequence, if it is among them. */
  @Nullable LedgerFront at(long sequence) {
    long index = sequence - first().sequence();
    return index >= 0 && index < fronts.size() ? fronts.get((int) index) : null;
  }

  /** What they were. */
  String text() {
    SortedSet<Long> protocols = new TreeSet<>();
    SortedSet<Integer> versions = new TreeSet<>();
    fronts.forEach(front -> protocols.add(front.protocolVersion()));
    fronts.forEach(front -> versions.add(front.metaVersion()));
    return (isOfLedgers ? "ledgers=" : "headers=")
        + fronts.size()
        + " "
        + first().sequence()
        + (fronts.size() == 1 ? "" : (allLinked ? "-" : "..") + last().sequence())
        + " linked="
        + links
        + " protocols="
        + joined(protocols)
        + (isOfLedgers ? " versions=" + joined(versions) : "");
  }

  private static String joined(SortedSet<?> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
