package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes SHA-256 over headers. Each thread keeps its digest for the next header: a new one for
 * each ledger would be most of what checking it allocates.
 */
final class HeaderDigest {

  private static final ThreadLocal<HeaderDigest> OF_THREAD =
      ThreadLocal.withInitial(HeaderDigest::new);

  private static final int USUAL_BYTES = 1024;

  private final MessageDigest sha256 = sha256();
  private final byte[] hash = new byte[LedgerHash.BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(hash);
  private byte[] header = new byte[USUAL_BYTES];

  private HeaderDigest() {}

  /**
   * The hash of a number of bytes of a ledger, from an index on; the buffer's position does not
   * change.
   */
  static LedgerHash of(ByteBuffer ledger, int offset, int bytes) {
    return OF_THREAD.get().compute(ledger, offset, bytes);
  }

  private LedgerHash compute(ByteBuffer ledger, int offset, int bytes) {
    if (header.length < bytes) {
      header = new byte[bytes];
    }
    ledger.get(offset, header, 0, bytes);
    sha256.update(header, 0, bytes);
    try {
      sha256.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
    return LedgerHash.at(view, 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
