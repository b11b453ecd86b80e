package dev.permafrost.testkit.source;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes wrong ledgers out of sound ones, each wrong in one way and sound in every other. */
public final class WrongLedgers {

  private static final int PREVIOUS_HASH = 4;
  private static final int TX_SET_HASH = PREVIOUS_HASH + LedgerHash.BYTES;

  private WrongLedgers() {}

  /** Its header no longer hashes to its hash: one bit of its txSetHash is another. */
  public static byte[] withBrokenHeader(byte[] ledger) {
    byte[] wrong = ledger.clone();
    wrong[front(ledger).headerOffset() + TX_SET_HASH] ^= 1;
    return wrong;
  }

  /** It links to another predecessor; its header hashes to its (new) hash. */
  public static byte[] withLinkTo(LedgerHash previousHash, byte[] ledger) {
    byte[] wrong = ledger.clone();
    ByteBuffer view = ByteBuffer.wrap(wrong);
    LedgerFront front = front(ledger);
    previousHash.putAt(view, front.headerOffset() + PREVIOUS_HASH);
    front.computeHash(view).putAt(view, front.headerOffset() - LedgerHash.BYTES);
    return wrong;
  }

  /** Its LedgerCloseMeta is of a version that is above all that are read, known or not. */
  public static byte[] withUnknownVersion(byte[] ledger) {
    byte[] wrong = ledger.clone();
    ByteBuffer.wrap(wrong).putInt(0, 16);
    return wrong;
  }

  /** It ends inside its header. */
  public static byte[] cutInHeader(byte[] ledger) {
    LedgerFront front = front(ledger);
    return Arrays.copyOf(ledger, front.headerOffset() + front.headerBytes() - 1);
  }

  private static LedgerFront front(byte[] ledger) {
    return LedgerFront.parse(ByteBuffer.wrap(ledger));
  }
}
