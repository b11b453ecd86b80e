package dev.permafrost.domain.attempt;

/** Counts what an attempt has handled so far. Used only by the attempt's thread. */
public final class Tally {

  private String source = "";
  private long ledgers;
  private long rawBytes;
  private long storedBytes;
  private boolean nothingToDo;

  Tally() {}

  /** Sets where the ledgers come from. */
  public void source(String name) {
    source = name;
  }

  /** Counts one ledger. */
  public void add(long ledgerRawBytes, long ledgerStoredBytes) {
    ledgers++;
    rawBytes += ledgerRawBytes;
    storedBytes += ledgerStoredBytes;
  }

  /** Resets the counts, because the try that they belong to failed. */
  public void reset() {
    ledgers = 0;
    rawBytes = 0;
    storedBytes = 0;
  }

  /** Records that there was nothing to do. */
  public void nothingToDo() {
    nothingToDo = true;
  }

  /** Where the ledgers came from. */
  public String source() {
    return source;
  }

  /** How many ledgers were handled. */
  public long ledgers() {
    return ledgers;
  }

  /** The raw size of those ledgers in bytes. */
  public long rawBytes() {
    return rawBytes;
  }

  /** The size of the stored frames in bytes. */
  public long storedBytes() {
    return storedBytes;
  }

  boolean isNothingToDo() {
    return nothingToDo;
  }
}
