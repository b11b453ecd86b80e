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
 * Lends the raw ledgers of one object after another. If an object has one ledger, it is what
 * follows the batch's header. If it has more, the object is decoded twice: once to find all
 * borders, and once to lend the ledgers between them. So nothing of a damaged object is lent, and
 * memory holds one raw ledger, however many an object has.
 *
 * <p>Not thread-safe. The caller that opens it must close it.
 */
public final class BatchReader implements AutoCloseable {

  private static final int SMALLEST_BUFFER_BYTES = 1 << 20;

  /** One byte more than the limit, so that a ledger that is too long is detected. */
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

  /** Creates a reader with its own decoder. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The reader closes its decoder.
  public static BatchReader open() {
    return new BatchReader(FrameDecoder.open(), new BorderScanner());
  }

  /**
   * Starts to read an object: checks everything that can be checked before its first ledger is
   * lent.
   *
   * @param bounds the range in its key
   * @param borrowedParts its body in order, used until the next call or {@link #close}
   * @throws LakeDamage if it is not exactly one frame of such a batch
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
   * The front of one of the object's ledgers. For an object with one ledger, the first call reads
   * it; for others it was checked when the borders were found.
   *
   * @param index from 0
   * @throws LakeDamage if it is not a ledger
   * @throws UnsupportedLedgerVersion if its version is unknown
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
   * Checks sequence and hash of the object's ledgers, as far as finding their borders has not done
   * so.
   *
   * @throws LakeDamage if one is wrong
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
   * Checks that the object's first ledger links to a known one.
   *
   * @throws LakeDamage if it links to another
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

  /** The hash of the object's last ledger, as stated in it. */
  public LedgerHash lastHash() {
    return front(count() - 1).hash();
  }

  /** The sequence of the ledger that {@link #next} moves to. */
  public long nextSequence() {
    return firstSequence + next;
  }

  /** Moves to the next ledger of the object; returns false after its last one. */
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

  /** The current ledger, read-only, valid until the next method call. */
  public ByteBuffer borrowedRaw() {
    return raw.asReadOnlyBuffer();
  }

  /** Gives the current ledger away, in exchange for a buffer for the next one. */
  public ByteBuffer exchangeRaw(ByteBuffer spare) {
    ByteBuffer given = raw;
    raw = spare.clear().limit(0);
    return given;
  }

  /** Reads and checks only the header of an object. */
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

  /** Decodes the ledger into the buffer, in one step if possible. */
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

  /** A ledger that starts like the expected one is too large; anything else is damage. */
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
