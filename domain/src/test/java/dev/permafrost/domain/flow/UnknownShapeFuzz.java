package dev.permafrost.domain.flow;

import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.NetworkHistory;
import dev.permafrost.forge.ValueArm;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.HashBudget;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Any bytes as a ledger of a shape that is not known, which only its header's hash can settle.
 *
 * <p>The first two bytes of an input say, in words, where a header is taken to begin and how long
 * it is taken to be; its hash is made right there, so that the search is not stopped by it. The
 * bytes behind them are the ledger.
 */
public final class UnknownShapeFuzz implements FuzzTarget {

  private static final long SEQUENCE = 2;

  /** Makes the target. */
  public UnknownShapeFuzz() {}

  @Override
  public List<byte[]> seeds() {
    NetworkHistory plain = NetworkHistory.beginningWith(28);
    List<byte[]> seeds = new ArrayList<>();
    for (NetworkHistory history :
        List.of(
            plain,
            plain.valued(ValueArm.EMPTY_TX_SET, SEQUENCE),
            plain.valued(ValueArm.unknown(3, 0), SEQUENCE),
            plain.valued(ValueArm.unknown(3, 40), SEQUENCE),
            plain.ofMetaVersion(3, SEQUENCE),
            plain.ofMetaVersion(4, SEQUENCE).valued(ValueArm.unknown(9, 8), SEQUENCE),
            NetworkHistory.beginningWith(5).valued(ValueArm.unknown(3, 40), SEQUENCE))) {
      byte[] ledger =
          LedgerForge.shaped(3, history)
              .ledgers(new LedgerRange(SEQUENCE, SEQUENCE))
              .get(0)
              .toBytes();
      LedgerFront front = LedgerFront.read(ByteBuffer.wrap(ledger), SEQUENCE);
      int end = front.headerOffset() + front.headerBytes() + 4;
      byte[] input = new byte[2 + end];
      input[0] = (byte) (front.headerOffset() / 4);
      input[1] = (byte) (front.headerBytes() / 4);
      System.arraycopy(ledger, 0, input, 2, end);
      seeds.add(input);
    }
    return seeds;
  }

  @Override
  public void give(byte[] input) {
    if (input.length < 2) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
    repairHash(bytes, 4 * Byte.toUnsignedInt(input[0]), 4 * Byte.toUnsignedInt(input[1]));
    ByteBuffer ledger = ByteBuffer.wrap(bytes);
    HashBudget budget = new HashBudget();
    boolean isParsed = parses(ledger);
    try {
      LedgerFront front = LedgerFront.read(ledger, SEQUENCE, budget);
      require(front.unknownShape().isEmpty() == isParsed, "a known shape was searched, or not");
      if (!isParsed) {
        require(front.computeHash(ledger).equals(front.hash()), "taken without its hash");
        require(front.sequence() == SEQUENCE, "another ledger was taken");
        require(front.metaVersion() <= 15, "a version above those that are read");
      } else {
        require(front.equals(LedgerFront.parse(ledger)), "two fronts of one ledger");
        require(budget.spent() == 0, "what is known was hashed");
      }
    } catch (LedgerFormatException declared) {
      require(!isParsed, "a known shape was refused");
      require(
          declared.reason() != Reason.UNSETTLED || budget.spent() > 0,
          "unsettled without any hash");
    }
    require(budget.spent() <= HashBudget.MAX_HASHES, "too many hashes");
    candidate(ledger);
    require(ledger.position() == 0 && ledger.limit() == bytes.length, "the buffer was moved");
  }

  /** At a place that is a guess, no version is taken that is not known. */
  private static void candidate(ByteBuffer ledger) {
    try {
      LedgerFront front = LedgerFront.readCandidate(ledger, SEQUENCE, new HashBudget());
      require(front.metaVersion() <= 2, "an unknown version was taken at a guess");
    } catch (LedgerFormatException declared) {
      // As it must be.
    }
  }

  private static boolean parses(ByteBuffer ledger) {
    try {
      LedgerFront.parse(ledger);
      return true;
    } catch (LedgerFormatException e) {
      return false;
    }
  }

  private static void repairHash(byte[] ledger, int header, int headerBytes) {
    if (header < 32 || header + headerBytes > ledger.length) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    LedgerFront anywhere =
        new LedgerFront(
            0, 0, 0, LedgerHash.ZERO, LedgerHash.ZERO, 0, header, headerBytes, Optional.empty());
    anywhere.computeHash(bytes).putAt(bytes, header - 32);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
