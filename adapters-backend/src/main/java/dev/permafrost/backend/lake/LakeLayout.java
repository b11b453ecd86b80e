package dev.permafrost.backend.lake;

import dev.permafrost.ports.chunk.LedgerRange;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a lake is divided into objects and how these are named (SEP-54; docs/ledger-data.md, "The
 * data lake"). Objects are counted from 0: object i holds the L ledgers from i * L on.
 *
 * @param ledgersPerBatch L
 * @param batchesPerPartition B; with 1 there are no partitions
 */
public record LakeLayout(int ledgersPerBatch, int batchesPerPartition) {

  /** The first ledger that a lake can hold; the genesis, ledger 1, is in none. */
  public static final long FIRST_LEDGER = 2;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final Pattern OBJECT =
      Pattern.compile(
          "(?:[0-9A-F]{8}--\\d{1,10}-\\d{1,10}/)?"
              + "[0-9A-F]{8}--(\\d{1,10})(?:-(\\d{1,10}))?\\.xdr\\.(zst|zstd)");

  /**
   * A key in the form of an object's name.
   *
   * @param first the first ledger of the object
   * @param last the last one
   * @param extension the extension of the name
   */
  record NamedObject(long first, long last, LakeExtension extension) {}

  /** The index of the object that holds a ledger. */
  public long indexOf(long sequence) {
    return sequence / ledgersPerBatch;
  }

  /** The largest index whose ledgers all have a sequence. */
  public long largestIndex() {
    return (LedgerRange.MAX_SEQUENCE + 1) / ledgersPerBatch - 1;
  }

  /** The ledgers of the object with an index, according to its key. */
  public ObjectBounds bounds(long index) {
    long first = index * ledgersPerBatch;
    return new ObjectBounds(first, first + ledgersPerBatch - 1);
  }

  /** The key of an object, relative to the lake's root. */
  String key(long index, LakeExtension extension) {
    String name = span(index * ledgersPerBatch, ledgersPerBatch) + extension.suffix();
    if (batchesPerPartition == 1) {
      return name;
    }
    long partitionLedgers = (long) ledgersPerBatch * batchesPerPartition;
    long partition = index / batchesPerPartition;
    return span(partition * partitionLedgers, partitionLedgers) + "/" + name;
  }

  /**
   * Parses a key as an object's name in some layout, not necessarily this one; see {@link
   * #isKeyOf}.
   */
  static Optional<NamedObject> parse(String key) {
    Matcher name = OBJECT.matcher(key);
    if (!name.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(name.group(1));
    long last = name.group(2) == null ? first : Long.parseLong(name.group(2));
    LakeExtension extension = name.group(3).equals("zst") ? LakeExtension.ZST : LakeExtension.ZSTD;
    return first > last || last > LedgerRange.MAX_SEQUENCE
        ? Optional.empty()
        : Optional.of(new NamedObject(first, last, extension));
  }

  /** Whether a key is exactly the name of an object in this layout. */
  boolean isKeyOf(String key, NamedObject object) {
    return key.equals(key(indexOf(object.first()), object.extension()));
  }

  private static String span(long first, long length) {
    String inverted = HEX.toHexDigits(LedgerRange.MAX_SEQUENCE - first, 8) + "--" + first;
    return length == 1 ? inverted : inverted + "-" + (first + length - 1);
  }
}
