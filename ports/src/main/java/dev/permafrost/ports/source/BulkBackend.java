package dev.permafrost.ports.source;

import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The place that old ledgers are fetched from in bulk: a data lake.
 *
 * <p>Nothing is asked of it before one of these methods is called; building one is free of
 * requests. Safe for several threads. Failures: {@code BackendUnreachable} after its own retries,
 * {@code LakeForbidden}, {@code LakeUndescribed}, {@code LakeGap}, {@code LakeDamage}, {@code
 * WrongNetwork}, {@code Cancelled}.
 */
public interface BulkBackend extends LedgerSource {

  /**
   * The passphrase of the network whose ledgers it holds, as its manifest or its configuration
   * says.
   */
  String network(CancelToken cancel);

  /**
   * Whether it holds a ledger: one request at most, beside what is asked once a lake (the manifest,
   * and what no lake holds), and a second one as long as nothing has told under which of two
   * extensions the lake keeps its objects, or where the ledger would be a hole.
   *
   * @param timeLeft how long the question may take in all; it fails with {@code BackendUnreachable}
   *     when that is over
   */
  boolean covers(long sequence, Duration timeLeft, CancelToken cancel);

  /**
   * The highest ledger it holds, or empty if it holds none.
   *
   * @param timeLeft as for {@link #covers}
   */
  OptionalLong tip(Duration timeLeft, CancelToken cancel);
}
