package dev.permafrost.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Checks the records of a database's manifest before RocksDB reads them.
 *
 * <p>RocksDB never returns from opening a manifest in which a flipped bit makes a record's type
 * look like that of a recycled log: it reads endlessly. Manifests are never recycled. So their
 * types are checked first; checksums and the content of the records are left to RocksDB.
 *
 * <p>The format is that of RocksDB's logs (its "Write Ahead Log File Format"): blocks of 32 KiB, in
 * which a record is a checksum of four bytes, a length of two, little-endian, a type of one, and
 * that many bytes; the rest of a block that is too short for a record is zeros.
 */
final class ManifestFrames {

  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int LENGTH_AT = 4;
  private static final int TYPE_AT = 6;

  /** Whole, first, middle, last; zero if nothing was written. */
  private static final int LARGEST_TYPE = 4;

  private ManifestFrames() {}

  /**
   * Checks the manifest that a database's {@code CURRENT} names; RocksDB itself reports a missing
   * or invalid one.
   *
   * @return a type that no record of a manifest has, if one was found
   */
  static OptionalInt foreignType(Path directory) throws IOException {
    try {
      String named =
          new String(Files.readAllBytes(directory.resolve("CURRENT")), StandardCharsets.ISO_8859_1);
      if (named.matches("MANIFEST-[0-9]+\n")) {
        return foreignType(
            ByteBuffer.wrap(Files.readAllBytes(directory.resolve(named.strip())))
                .order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (NoSuchFileException e) {
      // RocksDB itself reports the missing file.
    }
    return OptionalInt.empty();
  }

  private static OptionalInt foreignType(ByteBuffer manifest) {
    int offset = 0;
    while (offset + HEADER_BYTES <= manifest.limit()) {
      int leftInBlock = BLOCK_BYTES - offset % BLOCK_BYTES;
      if (leftInBlock < HEADER_BYTES) {
        offset += leftInBlock;
      } else {
        int type = Byte.toUnsignedInt(manifest.get(offset + TYPE_AT));
        if (type > LARGEST_TYPE) {
          return OptionalInt.of(type);
        }
        offset += HEADER_BYTES + Short.toUnsignedInt(manifest.getShort(offset + LENGTH_AT));
      }
    }
    return OptionalInt.empty();
  }
}
