package dev.permafrost.domain.attempt;

/** What an attempt has handled so far. Used by the thread that makes the attempt. */
public final class Tally {

  private String source = "";
  private long ledgers;
  private long rawBytes;
  private long storedBytes;
  private boolean nothingToDo;

  Tally() {}

  /** Says where the ledgers come from. */
  public void source(String name) {
    source = name;
  }

  /** Counts one ledger. */
  public void add(long ledgerRawBytes, long ledgerStoredBytes) {
    ledgers++;
    rawBytes += ledgerRawBytes;
    storedBytes += ledgerStoredBytes;
  }

  /** Forgets what was counted: it was of a try that does not count. */
  public void reset() {
    ledgers = 0;
    rawBytes = 0;
    storedBytes = 0;
  }

  /** Says that there was nothing to do. */
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

  /** How many bytes they have raw. */
  public long rawBytes() {
    return rawBytes;
  }

  /** How many bytes of frames were stored. */
  public long storedBytes() {
    return storedBytes;
  }

  boolean isNothingToDo() {
    return nothingToDo;
  }
}
