package dev.permafrost.domain.flow;

import dev.permafrost.domain.flow.LedgerLine.FramePrefix;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Checks whether bytes are the ledger they are expected to be. The failure for the same bytes does
 * not depend on how they are read: it is damage of the place they came from. Links to other ledgers
 * are checked by {@link dev.permafrost.domain.chain.ChainCheck}.
 */
final class LedgerSoundness {

  private LedgerSoundness() {}

  /**
   * Reads the front of a raw ledger, and hashes its header.
   *
   * @param sequence the expected ledger, for messages
   * @return its front, with a verified hash
   */
  static LedgerFront read(ByteBuffer raw, long sequence, Origin origin) {
    LedgerFront front;
    try {
      front = LedgerFront.read(raw, sequence);
    } catch (LedgerFormatException e) {
      String detail = "ledger " + sequence + ": " + e.getMessage();
      throw switch (e.reason()) {
        case UNSUPPORTED -> new UnsupportedLedgerVersion(origin.location(), detail);
        case MALFORMED, UNSETTLED -> origin.damaged(sequence, detail, e);
      };
    }
    LedgerHash computed = front.computeHash(raw);
    if (!computed.equals(front.hash())) {
      throw origin.damaged(
          sequence,
          "ledger "
              + sequence
              + ": its header hashes to "
              + computed
              + ", and it says "
              + front.hash(),
          null);
    }
    return front;
  }

  /** Checks that a raw ledger does not exceed the maximum size. */
  static void requireSize(int rawBytes, long sequence, Origin origin) {
    if (rawBytes > LedgerFront.MAX_LEDGER_BYTES) {
      throw new LedgerTooLarge(
          origin.location(), sequence, OptionalLong.of(rawBytes), LedgerFront.MAX_LEDGER_BYTES);
    }
  }

  /** Checks that a ledger is the one that belongs in its place. */
  static void requireInPlace(LedgerFront front, long sequence, Origin origin) {
    if (front.sequence() != sequence) {
      throw origin.damaged(
          sequence, "ledger " + front.sequence() + " is in the place of " + sequence, null);
    }
  }

  /** Checks that the hashes stored with a frame are those of the ledger inside. */
  static void requirePrefix(LedgerFront front, FramePrefix prefix, Origin origin) {
    if (!prefix.hash().equals(front.hash())
        || !prefix.previousHash().equals(front.previousHash())) {
      throw origin.damaged(
          front.sequence(),
          "ledger "
              + front.sequence()
              + ": the hashes stored with its frame are "
              + prefix.hash()
              + " and "
              + prefix.previousHash()
              + ", in its header "
              + front.hash()
              + " and "
              + front.previousHash(),
          null);
    }
  }

  /** Creates the failure for a frame that does not decode. */
  static StorageFailure damaged(long sequence, DamagedFrameException damage, Origin origin) {
    return origin.damaged(sequence, "ledger " + sequence + ": " + damage.getMessage(), damage);
  }
}
