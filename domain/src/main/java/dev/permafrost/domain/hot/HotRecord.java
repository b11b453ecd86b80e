package dev.permafrost.domain.hot;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The layout of ledgers in the hot database's column family {@code ledgers}, and of the names of
 * the codecs that wrote them.
 *
 * <pre>
 * ledgers   key    sequence, unsigned 32-bit big-endian (4)
 *           value  header hash (32) | previous hash (32) | frame
 * default   key    "codec/" + fingerprint                    value empty
 * </pre>
 *
 * <p>The hashes precede the frame so that the chain can be checked without decoding.
 */
public final class HotRecord {

  /** The bytes in front of the frame. */
  public static final int PREFIX_BYTES = 2 * LedgerHash.BYTES;

  /** The prefix of the keys of codec fingerprints. */
  static final String CODEC_PREFIX = "codec/";

  private HotRecord() {}

  /** The key of a ledger, as a new array. */
  public static byte[] key(long sequence) {
    return ByteBuffer.allocate(4).putInt((int) sequence).array();
  }

  /** The sequence in a key, or -1 if it is not a ledger's key. */
  public static long sequence(ByteBuffer borrowedKey) {
    return borrowedKey.remaining() == 4
        ? Integer.toUnsignedLong(borrowedKey.getInt(borrowedKey.position()))
        : -1;
  }

  /** The header hash in a value of at least {@link #PREFIX_BYTES}. */
  public static LedgerHash hash(ByteBuffer borrowedValue) {
    return LedgerHash.at(borrowedValue, borrowedValue.position());
  }

  /** The previous hash in a value of at least {@link #PREFIX_BYTES}. */
  public static LedgerHash previousHash(ByteBuffer borrowedValue) {
    return LedgerHash.at(borrowedValue, borrowedValue.position() + LedgerHash.BYTES);
  }

  /** The frame in a value of at least {@link #PREFIX_BYTES}: a view of it. */
  public static ByteBuffer frame(ByteBuffer borrowedValue) {
    return borrowedValue.slice(
        borrowedValue.position() + PREFIX_BYTES, borrowedValue.remaining() - PREFIX_BYTES);
  }

  static byte[] codecKey(String fingerprint) {
    return (CODEC_PREFIX + fingerprint).getBytes(StandardCharsets.US_ASCII);
  }
}
