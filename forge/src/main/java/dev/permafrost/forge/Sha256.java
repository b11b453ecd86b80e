package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that links ledgers. */
final class Sha256 {

  private Sha256() {}

  /** The hash of the bytes from position to limit; the position moves to the limit. */
  static LedgerHash of(ByteBuffer bytes) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    digest.update(bytes);
    return LedgerHash.of(digest.digest());
  }
}
