package dev.permafrost.fs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content hash of a pack, computed item by item: SHA-256 over one digest a record, each the
 * SHA-256 over the length and the bytes of the record's items (docs/pack-format.md, "Content
 * hash"). Not thread-safe.
 */
final class ContentDigest {

  private final MessageDigest pack = sha256();
  private final MessageDigest record = sha256();
  private final ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);

  /** Adds an item to the current record; its position and limit do not change. */
  void item(ByteBuffer borrowedItem) {
    record.update(length.putInt(0, borrowedItem.remaining()).rewind());
    record.update(borrowedItem.duplicate());
  }

  /** Ends the current record. */
  void endRecord() {
    pack.update(record.digest());
  }

  /** The content hash of all ended records, 64 lower-case hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(pack.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
