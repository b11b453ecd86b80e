package dev.permafrost.forge.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.permafrost.ports.chunk.LedgerRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * How a lake cuts its ledgers into objects and names them (SEP-54; docs/ledger-data.md, "The data
 * lake").
 *
 * <p>Objects begin at multiples of L counted from 0, so the first one may be named from 0 while its
 * content begins at ledger 2.
 *
 * @param network the network's passphrase, as the manifest states it
 * @param ledgersPerBatch how many ledgers an object holds (L), 1 to 1,000,000
 * @param batchesPerPartition how many objects a folder holds (B), 1 to 1,000,000; 1 means no
 *     folders
 * @param extension how names end: {@code zst}, or {@code zstd} as in older lakes
 */
public record LakeShape(
    String network, int ledgersPerBatch, int batchesPerPartition, String extension) {

  /** The key of the manifest. */
  public static final String MANIFEST_KEY = ".config.json";

  /** The first ledger that any lake can hold. */
  static final long FIRST_LEDGER = 2;

  private static final int MOST = 1_000_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range, or the extension is another one
   */
  public LakeShape {
    checkCount("ledgers per batch", ledgersPerBatch);
    checkCount("batches per partition", batchesPerPartition);
    if (!extension.equals("zst") && !extension.equals("zstd")) {
      throw new IllegalArgumentException(
          "the extension is '" + extension + "', expected zst or zstd");
    }
  }

  /** The usual shape of the public lakes: one ledger an object, 64000 a folder. */
  public static LakeShape usual(String network) {
    return new LakeShape(network, 1, 64_000, "zst");
  }

  /** The manifest that says so, as JSON. */
  public byte[] manifest() {
    ObjectMapper json = new ObjectMapper();
    ObjectNode manifest = json.createObjectNode();
    manifest.put("networkPassphrase", network);
    manifest.put("version", "1.0");
    manifest.put("compression", "zstd");
    manifest.put("ledgersPerBatch", ledgersPerBatch);
    manifest.put("batchesPerPartition", batchesPerPartition);
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("a manifest that is no JSON", e);
    }
  }

  /** The key of the object that holds a ledger, relative to the lake's root. */
  public String key(long sequence) {
    long first = sequence / ledgersPerBatch * ledgersPerBatch;
    String object = span(first, ledgersPerBatch) + ".xdr." + extension;
    if (batchesPerPartition == 1) {
      return object;
    }
    long partitionLedgers = (long) ledgersPerBatch * batchesPerPartition;
    long partition = sequence / partitionLedgers * partitionLedgers;
    return span(partition, partitionLedgers) + "/" + object;
  }

  /** The ledgers of the object that holds a ledger. */
  public LedgerRange objectRange(long sequence) {
    long first = sequence / ledgersPerBatch * ledgersPerBatch;
    return new LedgerRange(Math.max(first, FIRST_LEDGER), first + ledgersPerBatch - 1);
  }

  /** The smallest range of whole objects that holds all of a range. */
  public LedgerRange wholeObjects(LedgerRange range) {
    return new LedgerRange(objectRange(range.first()).first(), objectRange(range.last()).last());
  }

  private static String span(long first, long length) {
    String inverted =
        String.format(Locale.ROOT, "%08X--%d", LedgerRange.MAX_SEQUENCE - first, first);
    return length == 1 ? inverted : inverted + "-" + (first + length - 1);
  }

  private static void checkCount(String what, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(count + " " + what + ", expected 1 to " + MOST);
    }
  }
}
