package dev.permafrost.prove.ledgers;

import dev.permafrost.forge.LedgerStreamFile;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one history archive, in order: its headers form one chain across files; the
 * transaction sets and results beside them must hash to what the headers say, as far as they are of
 * the classic forms. The headers come first.
 */
final class ArchiveFolder {

  private static final int VERSION_BYTES = 4;
  private static final int TX_SET_HASH = 4 + LedgerHash.BYTES;

  /** How many bytes of a header with ext 0 stand behind its StellarValue. */
  private static final int BEHIND_VALUE = 240;

  private final LinkedFronts headers = new LinkedFronts(true, false);
  private final Map<Long, byte[]> headerOf = new HashMap<>();

  /** Reads a file of headers, each linked to the one before it, that of another file too. */
  String readHeaders(RealFile file, LedgerFigures figures) throws IOException {
    LinkedFronts ofFile = new LinkedFronts(true, false);
    try (LedgerStreamFile records = LedgerStreamFile.open(file.path())) {
      for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
        byte[] ledger = asVersionZero(next.get());
        LedgerFront front = headers.add(ledger, figures::header);
        ofFile.add(ledger, counted -> {});
        headerOf.put(front.sequence(), ledger);
      }
    }
    return ofFile.text();
  }

  /** A header entry reads as a ledger of version 0 without a body. */
  static byte[] asVersionZero(byte[] entry) {
    byte[] ledger = new byte[VERSION_BYTES + entry.length];
    System.arraycopy(entry, 0, ledger, VERSION_BYTES, entry.length);
    return ledger;
  }

  /** Reads a file of transaction sets: sequence, previous hash, number, envelopes, ext 0. */
  String readTransactions(RealFile file) throws IOException {
    int sets = 0;
    try (LedgerStreamFile records = LedgerStreamFile.open(file.path())) {
      for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
        ByteBuffer record = ByteBuffer.wrap(next.get());
        long sequence = Integer.toUnsignedLong(record.getInt(0));
        Broken.unless(record.getInt(record.limit() - 4) == 0, "a set of ledger " + sequence);
        MessageDigest digest = sha256();
        digest.update(next.get(), 4, LedgerHash.BYTES);
        int envelopes = 4 + LedgerHash.BYTES + 4;
        digest.update(next.get(), envelopes, record.limit() - 4 - envelopes);
        requireHash(sequence, TX_SET_HASH, digest.digest(), "txSetHash");
        sets++;
      }
    }
    return "sets=" + sets + " whose hashes are in the headers";
  }

  /** Reads a file of results: sequence, the result set, ext 0. */
  String readResults(RealFile file) throws IOException {
    int sets = 0;
    try (LedgerStreamFile records = LedgerStreamFile.open(file.path())) {
      for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
        long sequence = Integer.toUnsignedLong(ByteBuffer.wrap(next.get()).getInt(0));
        MessageDigest digest = sha256();
        digest.update(next.get(), 4, next.get().length - 8);
        requireHash(sequence, -1, digest.digest(), "txSetResultHash");
        sets++;
      }
    }
    return "results=" + sets + " whose hashes are in the headers";
  }

  /**
   * Compares with a field of a header; its txSetResultHash stands right behind the StellarValue.
   */
  private void requireHash(long sequence, int offset, byte[] computed, String field) {
    byte[] ledger = headerOf.get(sequence);
    if (ledger == null) {
      throw new Broken("no header of ledger " + sequence);
    }
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    LedgerFront front = LedgerFront.parse(bytes);
    int at =
        offset >= 0
            ? front.headerOffset() + offset
            : front.headerOffset() + front.headerBytes() - BEHIND_VALUE;
    byte[] said = Arrays.copyOfRange(ledger, at, at + LedgerHash.BYTES);
    Broken.unless(
        Arrays.equals(said, computed), field + " of ledger " + sequence + " is of something else");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
