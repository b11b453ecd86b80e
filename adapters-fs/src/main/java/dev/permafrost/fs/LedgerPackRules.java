package dev.permafrost.fs;

import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import dev.permafrost.ports.ledger.LedgerFront;

/**
 * The checks for a pack of ledgers, beyond those for a valid container, and for the ledgers in its
 * name (docs/pack-format.md, "App data", "Checks on opening").
 */
final class LedgerPackRules {

  /** The largest frame: the maximum result of compressing the largest ledger. */
  static final int MAX_FRAME_BYTES =
      LedgerFront.MAX_LEDGER_BYTES + (LedgerFront.MAX_LEDGER_BYTES >> 8);

  private LedgerPackRules() {}

  /**
   * Checks that a container is a pack of ledgers.
   *
   * @return its app data
   */
  static LedgerAppData checkLedgers(PackContainer pack, PackCheckLog checks) {
    PackTrailer trailer = pack.trailer();
    checks.require(
        trailer.format() == PackFormat.LEDGERS, "format", Damage.OTHER, "1", trailer.format());
    checks.require(
        !trailer.hasRecordChecksums(),
        "records without checksums of their own",
        Damage.CORRUPT,
        "flag bit 1 clear",
        "flags " + trailer.flags());
    checks.require(
        trailer.itemCount() >= 1, "item count", Damage.OTHER, "at least 1", trailer.itemCount());
    LedgerAppData appData = LedgerAppData.read(pack, checks);
    long last = appData.firstSequence() + trailer.itemCount() - 1;
    checks.require(
        last <= LedgerRange.MAX_SEQUENCE,
        "last sequence fits 32 bits",
        Damage.OTHER,
        "at most " + LedgerRange.MAX_SEQUENCE,
        last);
    return appData;
  }

  /**
   * Checks what this project requires of a pack of ledgers and the reference implementation does
   * not.
   */
  static void checkRecords(PackContainer pack, PackCheckLog checks) {
    checks.require(
        pack.trailer().itemsPerRecord() == 1,
        "one item a record",
        Damage.OTHER,
        "1",
        pack.trailer().itemsPerRecord());
    checks.require(
        pack.table().smallestBytes() > 0, "no record is empty", Damage.CORRUPT, "at least 1", 0);
    checks.require(
        pack.table().largestBytes() <= MAX_FRAME_BYTES,
        "records are no larger than frames",
        Damage.CORRUPT,
        "at most " + MAX_FRAME_BYTES,
        pack.table().largestBytes());
  }

  /** Checks that a pack of ledgers holds exactly those of a range. */
  static void checkRange(
      PackContainer pack, LedgerAppData appData, LedgerRange range, PackCheckLog checks) {
    checks.require(
        appData.firstSequence() == range.first(),
        "first ledger",
        Damage.OTHER,
        Long.toString(range.first()),
        appData.firstSequence());
    checks.require(
        pack.trailer().itemCount() == range.length(),
        "number of ledgers",
        Damage.OTHER,
        Long.toString(range.length()),
        pack.trailer().itemCount());
  }
}
