package dev.permafrost.backend.batch;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.permafrost.backend.LakeLab;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.NetworkHistory;
import dev.permafrost.forge.ValueArm;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as an object of a lake: as its frame, as what its frame decodes to, or as orders for
 * making a batch whose hashes are right, which no search would ever find.
 *
 * <p>The first byte of an input says which of the three the others are. Orders are two bytes each:
 * what to append, and a number.
 */
public final class BatchFuzz implements FuzzTarget {

  private static final int FRAME = 0;
  private static final int CONTENT = 1;
  private static final int ORDERS = 2;

  private static final int FIRST = 16;
  private static final int LEDGERS = 4;
  private static final ObjectBounds SEVERAL = new ObjectBounds(FIRST, FIRST + LEDGERS - 1);
  private static final ObjectBounds ONE = new ObjectBounds(FIRST, FIRST);
  private static final ObjectBounds FROM_ZERO = new ObjectBounds(0, FIRST + LEDGERS - 1);

  private final ZstdCompressCtx compressor =
      new ZstdCompressCtx().setLevel(1).setChecksum(true).setContentSize(false);
  private final BatchReader reader = BatchReader.open();
  private final List<List<byte[]>> chains =
      List.of(chain(1, 7), chain(2, 7), chain(1, 8), upgrading(), unknown());

  /** Makes the target, with a few short chains to take ledgers from. */
  public BatchFuzz() {}

  private static List<byte[]> chain(int version, long seed) {
    LedgerForge forge = LedgerForge.small(seed, version, 1, 3);
    return LakeLab.raw(forge.ledgers(new LedgerRange(FIRST, FIRST + LEDGERS)));
  }

  /** From the first protocol to the newest, an upgrade a ledger. */
  private static List<byte[]> upgrading() {
    NetworkHistory history =
        NetworkHistory.beginningWith(0)
            .upgradedTo(20, FIRST + 1)
            .upgradedTo(23, FIRST + 2)
            .upgradedTo(28, FIRST + 3)
            .valued(ValueArm.EMPTY_TX_SET, FIRST + 3);
    return shaped(history);
  }

  /** With undefined arms and versions. */
  private static List<byte[]> unknown() {
    NetworkHistory history =
        NetworkHistory.beginningWith(28)
            .ofMetaVersion(3, FIRST)
            .valued(ValueArm.unknown(3, 44), FIRST + 1)
            .valued(ValueArm.unknown(4, 0), FIRST + 2);
    return shaped(history);
  }

  private static List<byte[]> shaped(NetworkHistory history) {
    LedgerForge forge = LedgerForge.shaped(7, history);
    return LakeLab.raw(forge.ledgers(new LedgerRange(FIRST, FIRST + LEDGERS)));
  }

  @Override
  public List<byte[]> seeds() {
    byte[] sound = LakeLab.batch(FIRST, FIRST + LEDGERS - 1, LEDGERS, chains.get(0).subList(0, 4));
    byte[] single = LakeLab.batch(FIRST, FIRST, 1, chains.get(1).subList(0, 1));
    byte[] orders = {0, 0, 0, 1, 0, 2, 0, 3};
    byte[] upgrading = LakeLab.batch(FIRST, FIRST + 3, LEDGERS, chains.get(3).subList(0, 4));
    byte[] unknown = LakeLab.batch(FIRST, FIRST, 1, chains.get(4).subList(0, 1));
    byte[] ordersOfUnknown = {0, 5, 0, 33, 0, 34, 0, 35, 6, 33, 7, 1};
    byte[] planted = {0, 0, 3, 1, 0, 1, 0, 2, 0, 3, 6, 40, 5, 9};
    return List.of(
        input(FRAME, frame(sound)),
        input(FRAME, frame(single)),
        input(CONTENT, sound),
        input(CONTENT, single),
        input(ORDERS, orders),
        input(ORDERS, planted),
        input(CONTENT, upgrading),
        input(CONTENT, unknown),
        input(ORDERS, ordersOfUnknown));
  }

  /** A frame without content size, as real lakes have it, made faster than theirs. */
  private byte[] frame(byte[] content) {
    return compressor.compress(content);
  }

  private static byte[] input(int what, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) what).put(rest).array();
  }

  @Override
  public void give(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    switch (Byte.toUnsignedInt(input[0]) % 3) {
      case FRAME -> {
        read(rest, SEVERAL, new byte[0]);
        read(rest, ONE, new byte[0]);
      }
      case CONTENT -> {
        byte[] frame = frame(rest);
        read(frame, SEVERAL, rest);
        read(frame, ONE, rest);
        read(frame, FROM_ZERO, rest);
      }
      default -> {
        byte[] batch = ordered(rest);
        read(frame(batch), SEVERAL, batch);
      }
    }
  }

  /** Reads an object; if it is accepted, its ledgers must be its content and be linked. */
  private void read(byte[] frame, ObjectBounds bounds, byte[] contentOrNone) {
    ByteArrayOutputStream lent = new ByteArrayOutputStream();
    int ledgers = 0;
    try {
      reader.begin(bounds, List.of(ByteBuffer.wrap(frame)), "the object", CancelToken.NEVER);
      while (reader.next()) {
        byte[] ledger = LakeLab.bytes(reader.borrowedRaw());
        if (bounds.length() > 1) {
          requireSound(ledger, bounds.last() - SEVERAL.length() + 1 + ledgers);
        }
        lent.writeBytes(ledger);
        ledgers++;
      }
    } catch (LakeDamage | UnsupportedLedgerVersion declared) {
      require(lent.size() == 0, "something was lent of a damaged object");
      return;
    }
    require(bounds.equals(FROM_ZERO) || ledgers == bounds.length(), "another number of ledgers");
    if (contentOrNone.length > 0) {
      byte[] expected = Arrays.copyOfRange(contentOrNone, BatchHeader.BYTES, contentOrNone.length);
      require(Arrays.equals(lent.toByteArray(), expected), "other bytes than the content's");
    }
  }

  private static void requireSound(byte[] ledger, long sequence) {
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    try {
      LedgerFront front = LedgerFront.read(bytes, sequence);
      require(front.computeHash(bytes).equals(front.hash()), "a header of another hash");
      require(front.sequence() <= sequence, "a later ledger");
    } catch (LedgerFormatException e) {
      throw new IllegalStateException("no ledger was lent as one", e);
    }
  }

  /** A batch assembled as requested; its header has the right count. */
  private byte[] ordered(byte[] orders) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.writeBytes(LakeLab.batch(FIRST, FIRST + LEDGERS - 1, LEDGERS, List.of()));
    for (int i = 0; i + 1 < orders.length && batch.size() < 1 << 16; i += 2) {
      batch.writeBytes(piece(Byte.toUnsignedInt(orders[i]), Byte.toUnsignedInt(orders[i + 1])));
    }
    return batch.toByteArray();
  }

  private byte[] piece(int order, int number) {
    List<byte[]> chain = chains.get((number >> 3) % chains.size());
    byte[] ledger = chain.get(number % chain.size());
    LedgerFront front = LedgerFront.read(ByteBuffer.wrap(ledger), FIRST + number % chain.size());
    int frontBytes = front.headerOffset() + front.headerBytes() + 4;
    return switch (order % 8) {
      case 0 -> ledger;
      case 1 -> Arrays.copyOf(ledger, frontBytes);
      case 2 -> Arrays.copyOfRange(ledger, 4, frontBytes);
      case 3 -> Arrays.copyOf(ledger, Math.min(ledger.length, 4 * number));
      case 4 -> LakeLab.bytes(hashOf(front));
      case 5 -> new byte[number];
      case 6 -> rehashed(ledger, front, number);
      default -> new byte[number << 8];
    };
  }

  private static ByteBuffer hashOf(LedgerFront front) {
    ByteBuffer hash = ByteBuffer.allocate(32);
    front.hash().putAt(hash, 0);
    return hash;
  }

  /** The ledger with a byte of its header changed and the header's hash made right. */
  private static byte[] rehashed(byte[] ledger, LedgerFront front, int number) {
    byte[] changed = ledger.clone();
    changed[front.headerOffset() + number % front.headerBytes()] ^= 1;
    ByteBuffer bytes = ByteBuffer.wrap(changed);
    try {
      // Where the header is known to end, also of a shape that is not.
      LedgerFront again = front.unknownShape().isPresent() ? front : LedgerFront.parse(bytes);
      again.computeHash(bytes).putAt(bytes, again.headerOffset() - 32);
      return changed;
    } catch (LedgerFormatException e) {
      return changed;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
