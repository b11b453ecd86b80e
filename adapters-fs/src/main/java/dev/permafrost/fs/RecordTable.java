package dev.permafrost.fs;

import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;

/**
 * The position of each record of a pack: the offset index in its packed form, together with the
 * position of each group (docs/pack-format.md, "Offset index"). So it uses about as much memory as
 * the index has in the file, whatever the counts claim. Immutable, thread-safe.
 */
final class RecordTable {

  private static final String GROUPS_DECODE = "index groups decode";

  private final ByteBuffer groups;
  private final int[] groupAt;
  private final long[] recordsAt;
  private final long recordCount;
  private long totalBytes;
  private long smallestBytes = Long.MAX_VALUE;
  private long largestBytes;
  private boolean spareBitsAreZero = true;

  private RecordTable(ByteBuffer groups, int groupCount, long recordCount) {
    this.groups = groups;
    this.groupAt = new int[groupCount];
    this.recordsAt = new long[groupCount];
    this.recordCount = recordCount;
  }

  /** How many groups this many records need. */
  static long groupCount(long recordCount) {
    return (recordCount + ForGroup.VALUES - 1) / ForGroup.VALUES;
  }

  /**
   * Finds the groups, from the last to the first, and checks that they decode and that no bytes are
   * left over.
   *
   * @param index the index, little-endian from 0 to its limit, including its checksum; kept
   * @param recordCount must have been found plausible for the size of the index
   */
  static RecordTable decode(ByteBuffer index, long recordCount, PackCheckLog checks) {
    int groupCount = (int) groupCount(recordCount);
    RecordTable table = new RecordTable(index, groupCount, recordCount);
    int end = index.limit() - Integer.BYTES;
    for (int i = groupCount - 1; i >= 0; i--) {
      end = table.decodeGroup(i, end, checks);
    }
    checks.require(end == 0, GROUPS_DECODE, Damage.CORRUPT, "no bytes left over", end);
    table.turnDistancesIntoOffsets();
    return table;
  }

  private int decodeGroup(int number, int end, PackCheckLog checks) {
    int count = valuesIn(number);
    ForGroup.Flaw flaw = ForGroup.flawOfEnd(groups, end, count);
    if (flaw == ForGroup.Flaw.NONE) {
      ForGroup group = ForGroup.endingAt(groups, end, count);
      if (group.overflows()) {
        flaw = ForGroup.Flaw.OVERFLOW;
      } else {
        take(number, group);
        return group.offset();
      }
    }
    checks.require(
        false,
        GROUPS_DECODE,
        Damage.CORRUPT,
        "a group of " + count,
        "group " + number + ": " + flaw);
    throw new IllegalStateException("unreachable");
  }

  private void take(int number, ForGroup group) {
    ForGroup.Totals totals = group.totals();
    totalBytes += totals.sum();
    smallestBytes = Math.min(smallestBytes, totals.smallest());
    largestBytes = Math.max(largestBytes, totals.largest());
    spareBitsAreZero &= group.spareBitsAreZero();
    groupAt[number] = group.offset();
    recordsAt[number] = totalBytes;
  }

  /** Before this, each group's entry is the distance from its first record to the index. */
  private void turnDistancesIntoOffsets() {
    for (int i = 0; i < recordsAt.length; i++) {
      recordsAt[i] = totalBytes - recordsAt[i];
    }
  }

  /** The bytes of the index in the file, including its checksum; from 0 to its limit. */
  ByteBuffer index() {
    return groups.duplicate().rewind();
  }

  long recordCount() {
    return recordCount;
  }

  int groupCount() {
    return groupAt.length;
  }

  /** The sum of all sizes. */
  long totalBytes() {
    return totalBytes;
  }

  /** The size of the smallest record; 0 if there is none. */
  long smallestBytes() {
    return recordCount == 0 ? 0 : smallestBytes;
  }

  long largestBytes() {
    return largestBytes;
  }

  boolean spareBitsAreZero() {
    return spareBitsAreZero;
  }

  /** The position of a record in the file. */
  long offset(long record) {
    ForGroup group = group((int) (record / ForGroup.VALUES));
    long offset = recordsAt[(int) (record / ForGroup.VALUES)];
    for (int i = 0; i < record % ForGroup.VALUES; i++) {
      offset += group.value(i);
    }
    return offset;
  }

  /** The size of a record. */
  long size(long record) {
    return group((int) (record / ForGroup.VALUES)).value((int) (record % ForGroup.VALUES));
  }

  private ForGroup group(int number) {
    int count = valuesIn(number);
    int end = number + 1 < groupAt.length ? groupAt[number + 1] : groups.limit() - Integer.BYTES;
    return ForGroup.endingAt(groups, end, count);
  }

  private int valuesIn(int number) {
    return (int) Math.min(ForGroup.VALUES, recordCount - (long) number * ForGroup.VALUES);
  }
}
