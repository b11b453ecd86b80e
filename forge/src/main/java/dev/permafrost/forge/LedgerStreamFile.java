package dev.permafrost.forge;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.natives.NativeLibrary;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the ledgers that stellar-core writes as a stream of records: a 4-byte big-endian length
 * with its highest bit set (RFC 5531, "Record Marking Standard", every record its last fragment),
 * then that many bytes of LedgerCloseMeta. The file may be compressed with Zstandard, or with gzip
 * as those of history archives are, whose records are of other structures. One thread.
 */
public final class LedgerStreamFile implements AutoCloseable {

  private static final NativeLibrary LIBRARY =
      new NativeLibrary(
          "zstd-jni",
          () -> Optional.ofNullable(System.getProperty("ZstdTempFolder")),
          Native::load);

  private static final int LAST_FRAGMENT_BIT = 0x8000_0000;
  private static final int ZSTANDARD_MAGIC = 0x28B52FFD;
  private static final int GZIP_MAGIC = 0x1F8B;

  private final Path path;
  private final DataInputStream in;

  private LedgerStreamFile(Path path, DataInputStream in) {
    this.path = path;
    this.in = in;
  }

  /**
   * Opens a stream.
   *
   * @throws IOException if the file cannot be read
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The stream that is given out closes it.
  public static LedgerStreamFile open(Path path) throws IOException {
    return new LedgerStreamFile(path, openDecompressed(path));
  }

  /**
   * All the ledgers of a stream.
   *
   * @throws IOException if the file cannot be read or is no such stream
   */
  public static List<byte[]> readAll(Path path) throws IOException {
    List<byte[]> ledgers = new ArrayList<>();
    try (LedgerStreamFile stream = open(path)) {
      for (Optional<byte[]> next = stream.next(); next.isPresent(); next = stream.next()) {
        ledgers.add(next.get());
      }
    }
    return ledgers;
  }

  /**
   * The next ledger, or empty behind the last one.
   *
   * @throws IOException if a record's length is not one, or the file ends inside a record
   */
  public Optional<byte[]> next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int mark = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int length = mark & ~LAST_FRAGMENT_BIT;
    if ((mark & LAST_FRAGMENT_BIT) == 0 || length < 1 || length > LedgerFront.MAX_LEDGER_BYTES) {
      throw new IOException(
          path + ": 0x" + Integer.toHexString(mark) + " is no length of a ledger's record");
    }
    byte[] ledger = in.readNBytes(length);
    if (ledger.length < length) {
      throw new EOFException(
          path + " ends inside a record: " + ledger.length + " bytes of " + length);
    }
    return Optional.of(ledger);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The bytes of a file, decompressed if they begin like a Zstandard frame or like gzip's. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The stream that is given out closes it.
  static DataInputStream openDecompressed(Path path) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    try {
      file.mark(4);
      byte[] magic = file.readNBytes(4);
      file.reset();
      int first = magic.length == 4 ? bigEndian(magic) : 0;
      return new DataInputStream(new BufferedInputStream(decompressed(file, first), 1 << 16));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream file, int first) throws IOException {
    if (first == ZSTANDARD_MAGIC) {
      LIBRARY.require();
      return new ZstdInputStreamNoFinalizer(file);
    }
    return first >>> 16 == GZIP_MAGIC ? new GZIPInputStream(file) : file;
  }

  private static int bigEndian(byte[] four) {
    return four[0] << 24 | (four[1] & 0xFF) << 16 | (four[2] & 0xFF) << 8 | (four[3] & 0xFF);
  }
}
