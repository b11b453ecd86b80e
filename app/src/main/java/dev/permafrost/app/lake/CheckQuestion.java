package dev.permafrost.app.lake;

import dev.permafrost.ports.chunk.LedgerRange;
import java.util.List;

/**
 * What a check was asked: the answer of one is nothing to another.
 *
 * @param lake the lake's addresses, without secrets
 * @param network its network's passphrase
 * @param ledgersPerBatch how many ledgers an object of it holds
 * @param first the first ledger that is asked about
 * @param last the last one
 * @param trusted the hashes that are trusted
 */
public record CheckQuestion(
    String lake, String network, int ledgersPerBatch, long first, long last, List<String> trusted) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is none
   */
  public CheckQuestion {
    trusted = List.copyOf(trusted);
    if (new LedgerRange(first, last).length() < 1 || ledgersPerBatch < 1) {
      throw new IllegalArgumentException("no question");
    }
  }

  /** The ledgers that are asked about. */
  public LedgerRange range() {
    return new LedgerRange(first, last);
  }
}
