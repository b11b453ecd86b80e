package dev.permafrost.backend.batch;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Lends the raw ledgers of one object after another. With one ledger an object, what follows the
 * batch's header is that ledger; with more, the object is decoded twice, once to find every border
 * and once to lend what lies between, so that nothing is lent of an object that turns out to be
 * damaged, and memory holds one raw ledger however many an object has.
 *
 * <p>Not thread-safe. The caller that opens it must close it.
 */
public final class BatchReader implements AutoCloseable {

  private static final int SMALLEST_BUFFER_BYTES = 1 << 20;

  /** One more than a ledger may have, so that one that is too long is seen to be. */
  private static final int LARGEST_BUFFER_BYTES = LedgerFront.MAX_LEDGER_BYTES + 1;

  private final FrameDecoder decoder;
  private final ByteBuffer header = ByteBuffer.allocateDirect(BatchHeader.BYTES);
  private ByteBuffer raw = ByteBuffer.allocateDirect(SMALLEST_BUFFER_BYTES);
  private final BorderScanner scanner;
  private String location = "";
  private long[] borders = {0};
  private long firstSequence;
  private int next;
  private @Nullable LedgerFront onlyFront;

  private BatchReader(FrameDecoder decoder, BorderScanner scanner) {
    this.decoder = decoder;
    this.scanner = scanner;
  }

  /** Makes a reader with a decoder of its own. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The reader closes its decoder.
  public static BatchReader open() {
    return new BatchReader(FrameDecoder.open(), new BorderScanner());
  }

  /**
   * Begins with an object: checks all that can be checked before its first ledger is lent.
   *
   * @param bounds what its key says
   * @param borrowedParts its body in order, kept until the next call or {@link #close}
   * @throws LakeDamage if it is not exactly a frame of such a batch
   */
  public void begin(
      ObjectBounds bounds, List<ByteBuffer> borrowedParts, String location, CancelToken cancel) {
    this.location = location;
    try {
      next = 0;
      onlyFront = null;
      if (bounds.length() == 1) {
        readSingle(bounds, borrowedParts);
        return;
      }
      BatchHeader batch = readHeader(borrowedParts);
      batch.check(bounds, location);
      firstSequence = batch.start();
      int count = Math.toIntExact(batch.count());
      borders = scanner.scan(decoder, firstSequence, count, location, cancel);
      readHeader(borrowedParts);
    } catch (DamagedFrameException e) {
      throw new LakeDamage(location, String.valueOf(e.getMessage()), e);
    }
  }

  /** How many ledgers the object holds. */
  public int count() {
    return borders.length - 1;
  }

  /**
   * What the front of one of the object's ledgers says. That of the only one of an object is read
   * with the first call; that of one of many was checked when the borders were found.
   *
   * @param index from 0
   * @throws LakeDamage if it is no ledger
   * @throws UnsupportedLedgerVersion if it is one of a version not known here
   */
  public LedgerFront front(int index) {
    if (borders.length > 2) {
      return scanner.front(index);
    }
    if (onlyFront == null) {
      onlyFront = readOnlyFront();
    }
    return onlyFront;
  }

  private LedgerFront readOnlyFront() {
    try {
      return LedgerFront.read(raw, firstSequence);
    } catch (LedgerFormatException e) {
      if (e.reason() == LedgerFormatException.Reason.UNSUPPORTED) {
        throw new UnsupportedLedgerVersion(location, String.valueOf(e.getMessage()));
      }
      throw new LakeDamage(location, "its ledger: " + e.getMessage(), e);
    }
  }

  /**
   * Checks sequence and hash of the object's ledgers, as far as finding their borders has not.
   *
   * @throws LakeDamage if one is not what it should be
   */
  public void checkHeaders() {
    if (borders.length > 2) {
      return;
    }
    LedgerFront front = front(0);
    LedgerHash computed = front.computeHash(raw);
    if (!computed.equals(front.hash())) {
      throw new LakeDamage(
          location,
          "its ledger's header has the hash " + computed + ", and says " + front.hash(),
          null);
    }
    if (front.sequence() != firstSequence) {
      throw new LakeDamage(
          location,
          "its ledger is " + front.sequence() + ", its key says " + firstSequence,
          LakeDamage.Kind.CONTENT,
          null);
    }
  }

  /**
   * Checks that the object's first ledger follows a known one.
   *
   * @throws LakeDamage if it follows another
   */
  public void checkLink(Optional<LedgerHash> previous) {
    LedgerHash named = front(0).previousHash();
    if (previous.isPresent() && !previous.get().equals(named)) {
      throw new LakeDamage(
          location,
          "ledger "
              + firstSequence
              + " names "
              + named
              + " as the hash of its predecessor, which is "
              + previous.get(),
          LakeDamage.Kind.CONTENT,
          null);
    }
  }

  /** The hash of the object's last ledger, as it says itself. */
  public LedgerHash lastHash() {
    return front(count() - 1).hash();
  }

  /** The sequence of the ledger that {@link #next} moves to. */
  public long nextSequence() {
    return firstSequence + next;
  }

  /** Moves to the next ledger of the object; false behind its last one. */
  public boolean next() {
    if (next == borders.length - 1) {
      return false;
    }
    if (borders.length > 2) {
      readBetween(borders[next], borders[next + 1]);
    }
    next++;
    return true;
  }

  /** The present ledger, read-only, valid until the next call of a method. */
  public ByteBuffer borrowedRaw() {
    return raw.asReadOnlyBuffer();
  }

  /** Gives the present ledger away for a buffer that the next one is read into. */
  public ByteBuffer exchangeRaw(ByteBuffer spare) {
    ByteBuffer given = raw;
    raw = spare.clear().limit(0);
    return given;
  }

  /** Reads and checks the header of an object of which nothing else is wanted. */
  public static BatchHeader readHeader(
      List<ByteBuffer> borrowedParts, ObjectBounds bounds, String location) {
    ByteBuffer header = ByteBuffer.allocateDirect(BatchHeader.BYTES);
    try (FrameDecoder decoder = FrameDecoder.open()) {
      decoder.begin(borrowedParts);
      BatchHeader batch = readHeader(decoder, header, location);
      batch.check(bounds, location);
      return batch;
    } catch (DamagedFrameException e) {
      throw new LakeDamage(location, String.valueOf(e.getMessage()), e);
    }
  }

  private BatchHeader readHeader(List<ByteBuffer> borrowedParts) {
    decoder.begin(borrowedParts);
    return readHeader(decoder, header, location);
  }

  private static BatchHeader readHeader(FrameDecoder decoder, ByteBuffer header, String location) {
    if (decoder.read(header.clear()) < BatchHeader.BYTES) {
      throw endsInHeader(location);
    }
    return BatchHeader.read(header);
  }

  private static LakeDamage endsInHeader(String location) {
    return new LakeDamage(location, "its content ends inside the batch's header", null);
  }

  /** Leaves the ledger in the buffer, at once where that can be done. */
  private void readSingle(ObjectBounds bounds, List<ByteBuffer> borrowedParts) {
    decoder.begin(borrowedParts);
    boolean isWhole = decoder.decodeWhole(raw.clear());
    if (isWhole && raw.position() < BatchHeader.BYTES) {
      throw endsInHeader(location);
    }
    BatchHeader batch = isWhole ? BatchHeader.read(raw) : readHeader(decoder, header, location);
    batch.check(bounds, location);
    firstSequence = batch.start();
    if (isWhole) {
      raw.flip().position(BatchHeader.BYTES);
    } else {
      readRest();
    }
    borders = new long[] {0, raw.remaining()};
  }

  private void readRest() {
    raw.clear();
    decoder.read(raw);
    while (!raw.hasRemaining()) {
      if (raw.capacity() == LARGEST_BUFFER_BYTES) {
        throw tooLarge();
      }
      grow();
      decoder.read(raw);
    }
    raw.flip();
  }

  /** What begins as the ledger that is due is one that is too large; anything else is damage. */
  private StorageFailure tooLarge() {
    boolean isTheLedger;
    try {
      ByteBuffer begun = raw.duplicate().flip();
      LedgerFront front = LedgerFront.read(begun, firstSequence);
      isTheLedger =
          front.sequence() == firstSequence && front.computeHash(begun).equals(front.hash());
    } catch (LedgerFormatException e) {
      isTheLedger = false;
    }
    return isTheLedger
        ? new LedgerTooLarge(
            location, firstSequence, OptionalLong.empty(), LedgerFront.MAX_LEDGER_BYTES)
        : new LakeDamage(
            location, "its ledger has more than " + LedgerFront.MAX_LEDGER_BYTES + " bytes", null);
  }

  private void grow() {
    int doubled = (int) Math.min(2L * raw.capacity(), LARGEST_BUFFER_BYTES);
    raw = ByteBuffer.allocateDirect(doubled).put(raw.flip());
  }

  private void readBetween(long from, long to) {
    int length = Math.toIntExact(to - from);
    if (raw.capacity() < length) {
      raw =
          ByteBuffer.allocateDirect(
              Math.max(length, Math.min(2 * raw.capacity(), LARGEST_BUFFER_BYTES)));
    }
    raw.clear().limit(length);
    try {
      decoder.read(raw);
    } catch (DamagedFrameException e) {
      throw new LakeDamage(location, String.valueOf(e.getMessage()), e);
    }
    raw.flip();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
