package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes one real ledger out of a file: the first of a data lake's object (LedgerCloseMetaBatch,
 * SEP-54), or any of a stream of records. Which of the two it is, its first bit tells.
 */
public final class LedgerTemplate {

  private static final int BATCH_FRONT_BYTES = 12;

  /**
   * Where a ledger has its link: after ext 1 with its fee, after ext 0, after version 0. Which
   * version it has follows from the protocol of the first; version 1 or 2 with ext 0 also reads as
   * a version 0 that begins four bytes later.
   */
  private static final int[] LINK_OFFSETS_BYTES = {56, 44, 40};

  private LedgerTemplate() {}

  /**
   * Reads a ledger.
   *
   * @param index which one of a stream, from 0; of a lake's object only 0 can be had
   * @throws IOException if the file cannot be read, or does not have that ledger
   */
  public static byte[] read(Path path, int index) throws IOException {
    if (index < 0) {
      throw new IllegalArgumentException("no ledger has the index " + index);
    }
    boolean isStream;
    try (DataInputStream in = LedgerStreamFile.openDecompressed(path)) {
      isStream = in.read() >= 0x80;
    }
    return isStream ? fromStream(path, index) : fromObject(path, index);
  }

  private static byte[] fromStream(Path path, int index) throws IOException {
    try (LedgerStreamFile stream = LedgerStreamFile.open(path)) {
      Optional<byte[]> ledger = stream.next();
      for (int i = 0; i < index && ledger.isPresent(); i++) {
        ledger = stream.next();
      }
      return ledger.orElseThrow(() -> new IOException(path + " has no ledger with index " + index));
    }
  }

  private static byte[] fromObject(Path path, int index) throws IOException {
    if (index > 0) {
      throw new IOException(path + " is a lake's object: only its first ledger can be a template");
    }
    byte[] object;
    try (DataInputStream in = LedgerStreamFile.openDecompressed(path)) {
      object = in.readNBytes(LedgerFront.MAX_LEDGER_BYTES);
    }
    if (object.length <= BATCH_FRONT_BYTES) {
      throw new IOException(path + " has " + object.length + " bytes: no lake's object");
    }
    try {
      return Arrays.copyOfRange(object, BATCH_FRONT_BYTES, endOfFirst(ByteBuffer.wrap(object)));
    } catch (LedgerFormatException e) {
      throw new IOException(path + " is no lake's object: " + e.getMessage(), e);
    }
  }

  /** Where the second ledger begins, or the end where there is none: found by the link to it. */
  private static int endOfFirst(ByteBuffer object) {
    LedgerFront first = LedgerFront.parse(object.duplicate().position(BATCH_FRONT_BYTES));
    int from = BATCH_FRONT_BYTES + first.headerOffset() + first.headerBytes();
    for (int at = from; at + LedgerHash.BYTES <= object.limit(); at += 4) {
      if (LedgerHash.at(object, at).equals(first.hash())) {
        for (int backBytes : LINK_OFFSETS_BYTES) {
          if (isSuccessor(object, at - backBytes, first)) {
            return at - backBytes;
          }
        }
      }
    }
    return object.limit();
  }

  private static boolean isSuccessor(ByteBuffer object, int at, LedgerFront first) {
    ByteBuffer ledger = object.duplicate().position(at);
    try {
      LedgerFront next = LedgerFront.parse(ledger);
      return next.metaVersion() == first.nextMetaVersion()
          && next.previousHash().equals(first.hash())
          && next.sequence() == first.sequence() + 1
          && next.computeHash(ledger).equals(next.hash());
    } catch (LedgerFormatException e) {
      return false;
    }
  }
}
