package dev.permafrost.domain.flow;

import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any bytes as a ledger: its front, read and hashed. */
public final class LedgerFrontFuzz implements FuzzTarget {

  private static final int OFFSET = 5;
  private static final long LARGEST_SEQUENCE = 0xFFFF_FFFFL;

  /** Makes the target. */
  public LedgerFrontFuzz() {}

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int version : new int[] {1, 2}) {
      byte[] ledger = ledger(version);
      LedgerFront front = LedgerFront.parse(ByteBuffer.wrap(ledger));
      int frontBytes = front.headerOffset() + front.headerBytes() + 4;
      seeds.add(Arrays.copyOf(ledger, frontBytes));
      // After its discriminant and its extension follows what a ledger of version 0 has.
      byte[] oldest = Arrays.copyOfRange(ledger, front.headerOffset() - 36, frontBytes);
      Arrays.fill(oldest, 0, 4, (byte) 0);
      seeds.add(oldest);
    }
    return seeds;
  }

  /** A sound ledger. */
  static byte[] ledger(int version) {
    return LedgerForge.small(3, version, 1, 1).ledgers(new LedgerRange(2, 2)).get(0).toBytes();
  }

  @Override
  public void give(byte[] input) {
    ByteBuffer ledger = ByteBuffer.wrap(input);
    try {
      LedgerFront front = LedgerFront.parse(ledger);
      check(front, input.length);
      require(front.equals(parseElsewhere(input)), "another front at another place");
      front.computeHash(ledger);
    } catch (LedgerFormatException declared) {
      // As it must be.
    }
    require(ledger.position() == 0 && ledger.limit() == input.length, "the buffer was moved");
  }

  private static void check(LedgerFront front, int bytes) {
    require(front.metaVersion() >= 0 && front.metaVersion() <= 2, "another version");
    require(front.sequence() >= 0 && front.sequence() <= LARGEST_SEQUENCE, "no sequence");
    require(front.headerOffset() >= 36 && front.headerBytes() > 0, "a header nowhere");
    require(front.headerOffset() + front.headerBytes() + 4 <= bytes, "a header beyond the end");
  }

  /** The same bytes off the beginning of a direct buffer of the other order, others behind them. */
  private static LedgerFront parseElsewhere(byte[] input) throws LedgerFormatException {
    ByteBuffer other = ByteBuffer.allocateDirect(OFFSET + input.length + OFFSET);
    other.order(ByteOrder.LITTLE_ENDIAN).position(OFFSET);
    return LedgerFront.parse(other.put(input).flip().position(OFFSET));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
