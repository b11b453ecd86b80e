package dev.permafrost.forge.lake;

import dev.permafrost.ports.chunk.LedgerRange;

/**
 * What was written into a lake.
 *
 * @param asked the ledgers that were asked for
 * @param written the ledgers that were written: whole objects
 * @param objects how many objects they make
 * @param rawBytes the bytes of the ledgers
 * @param storedBytes the bytes of the objects
 */
public record LakeReport(
    LedgerRange asked, LedgerRange written, long objects, long rawBytes, long storedBytes) {

  /** Whether other ledgers were written than asked for, because an object is never cut. */
  public boolean isRounded() {
    return !asked.equals(written);
  }
}
