package dev.permafrost.ports.source;

import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The source from which old ledgers are fetched in bulk: a data lake.
 *
 * <p>Creating one sends no request; each method does. Thread-safe. Failures: {@code
 * BackendUnreachable} after its own retries, {@code LakeForbidden}, {@code LakeUndescribed}, {@code
 * LakeGap}, {@code LakeDamage}, {@code WrongNetwork}, {@code Cancelled}.
 */
public interface BulkBackend extends LedgerSource {

  /**
   * The passphrase of the network whose ledgers the lake holds, from its manifest or its
   * configuration.
   */
  String network(CancelToken cancel);

  /**
   * Whether the lake holds a ledger. Needs one request, after those made once for each lake (its
   * manifest, and an object that no lake holds); a second request as long as it is unknown which of
   * two extensions the lake uses, or if the ledger would be a hole.
   *
   * @param timeLeft how long the answer may take in total; after that it fails with {@code
   *     BackendUnreachable}
   */
  boolean covers(long sequence, Duration timeLeft, CancelToken cancel);

  /**
   * The highest ledger the lake holds, or empty if it holds none.
   *
   * @param timeLeft as for {@link #covers}
   */
  OptionalLong tip(Duration timeLeft, CancelToken cancel);
}
