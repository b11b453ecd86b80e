package dev.permafrost.app.lake;

import dev.permafrost.ports.chunk.LedgerRange;
import java.util.List;

/**
 * The parameters of a check. A saved state can only continue a check with equal parameters.
 *
 * @param lake the lake's addresses, without secrets
 * @param network its network's passphrase
 * @param ledgersPerBatch how many ledgers each object holds
 * @param first the first ledger to check
 * @param last the last one
 * @param trusted the trusted hashes
 */
public record CheckQuestion(
    String lake, String network, int ledgersPerBatch, long first, long last, List<String> trusted) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  public CheckQuestion {
    trusted = List.copyOf(trusted);
    if (new LedgerRange(first, last).length() < 1 || ledgersPerBatch < 1) {
      throw new IllegalArgumentException("no question");
    }
  }

  /** The ledgers to check. */
  public LedgerRange range() {
    return new LedgerRange(first, last);
  }
}
