package dev.permafrost.backend.batch;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.HashBudget;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds where each ledger of a batch begins, without decoding its structure (docs/ledger-data.md,
 * "Splitting an object"): the next ledger begins where, at the offset that its version implies, the
 * current ledger's hash appears as the previous hash, the header there matches its own hash, and
 * its sequence is one higher.
 *
 * <p>Two cases would defeat this rule alone. A ledger of version 1 or 2 whose extension is empty
 * reads as one of version 0 that begins four bytes later; so the version of the next ledger is
 * derived from the protocol of the current one. And since a header's hash does not cover what
 * follows the header, a malicious lake could plant a border inside a ledger; so the whole batch is
 * scanned before any of it is lent, and a second candidate is damage.
 *
 * <p>An unknown arm of a StellarValue is accepted, by the header's hash, in any ledger; an unknown
 * version only in the first, whose start is known. All hashing for this in a batch shares one
 * {@link HashBudget}.
 *
 * <p>The batch is scanned in a window of fixed size. Not thread-safe.
 */
final class BorderScanner {

  /** More than the front of any ledger, from its first byte to the end of its header. */
  private static final int FRONT_BYTES = 4096;

  private static final int WINDOW_BYTES = 1 << 20;

  /** The offset of previousLedgerHash in a ledger of each shape, from the ledger's first byte. */
  private static final int IN_VERSION_0 = 4 + LedgerHash.BYTES + 4;

  private static final int WITHOUT_EXTENSION = 4 + 4 + LedgerHash.BYTES + 4;
  private static final int WITH_EXTENSION = 4 + 4 + 4 + 8 + LedgerHash.BYTES + 4;

  private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES);
  private Chain chain = new Chain(1);
  private HashBudget budget = new HashBudget();
  private String location = "";
  private long windowOffset;

  /**
   * Scans a batch after its header, to the end.
   *
   * @param in positioned after the batch's header
   * @param firstSequence the sequence of the first ledger
   * @param count how many ledgers there must be
   * @return the start of each ledger, in bytes from the first one's start, and finally the end of
   *     the batch
   * @throws LakeDamage if the batch does not split into exactly this many ledgers
   * @throws UnsupportedLedgerVersion if the version of the first ledger is unknown
   */
  long[] scan(FrameDecoder in, long firstSequence, int count, String location, CancelToken cancel) {
    this.chain = new Chain(count);
    this.budget = new HashBudget();
    this.location = location;
    this.windowOffset = 0;
    window.clear();
    boolean isOver = fill(in);
    begin(firstSequence);
    int next = 0;
    while (true) {
      cancel.throwIfCancelled();
      int end = window.limit() - (isOver ? LedgerHash.BYTES : FRONT_BYTES);
      next = scanWindow(next, end);
      checkLength(chain.lastStart(), windowOffset + window.limit());
      if (isOver) {
        return borders(count);
      }
      next = slide(next);
      isOver = fill(in);
    }
  }

  private boolean fill(FrameDecoder in) {
    in.read(window);
    boolean isOver = window.hasRemaining();
    window.flip();
    return isOver;
  }

  /** Drops what was scanned, except for what a candidate may need; keeps words aligned. */
  private int slide(int next) {
    int dropped = Math.max(0, next - 64);
    window.position(dropped).compact();
    windowOffset += dropped;
    return next - dropped;
  }

  /** The checked front of a ledger of the last scanned batch. */
  LedgerFront front(int index) {
    return chain.front(index);
  }

  private void begin(long firstSequence) {
    LedgerFront front;
    try {
      front = LedgerFront.read(window, firstSequence, budget);
    } catch (LedgerFormatException e) {
      if (e.reason() == Reason.UNSUPPORTED) {
        throw new UnsupportedLedgerVersion(location, String.valueOf(e.getMessage()));
      }
      throw new LakeDamage(location, "its first ledger: " + e.getMessage(), e);
    }
    boolean isItself = front.computeHash(window).equals(front.hash());
    if (front.sequence() != firstSequence || !isItself) {
      throw new LakeDamage(
          location,
          "its first ledger's header says ledger "
              + front.sequence()
              + " and hash "
              + front.hash()
              + ", computed "
              + front.computeHash(window)
              + "; ledger "
              + firstSequence
              + " is due",
          isItself ? LakeDamage.Kind.CONTENT : LakeDamage.Kind.BYTES,
          null);
    }
    chain.append(0, front);
  }

  private int scanWindow(int from, int end) {
    int index = from;
    for (; index <= end; index += 4) {
      int owner = chain.find(window.getLong(index));
      if (owner >= 0 && LedgerHash.at(window, index).equals(chain.hash(owner))) {
        consider(owner, index);
      }
    }
    return index;
  }

  private void consider(int owner, int hashIndex) {
    Candidate found = candidate(owner, hashIndex);
    if (found == null) {
      return;
    }
    long start = windowOffset + found.index();
    long successor = chain.sequence(owner) + 1;
    if (owner < chain.length() - 1) {
      throw new LakeDamage(
          location,
          "two places could be the beginning of ledger "
              + successor
              + ": bytes "
              + chain.start(owner + 1)
              + " and "
              + start
              + " behind the batch's header",
          null);
    }
    if (chain.isFull()) {
      throw new LakeDamage(
          location, "more ledgers follow than it says, ledger " + successor + " the first", null);
    }
    if (start - chain.lastStart() > LedgerFront.MAX_LEDGER_BYTES) {
      throw tooLarge(OptionalLong.of(start - chain.lastStart()));
    }
    chain.append(start, found.front());
  }

  /** The ledger whose previousLedgerHash is at an index, if there is one. */
  private @Nullable Candidate candidate(int owner, int hashIndex) {
    if (chain.nextMetaVersion(owner) == 0) {
      return readAt(owner, hashIndex, IN_VERSION_0);
    }
    Candidate plain = readAt(owner, hashIndex, WITHOUT_EXTENSION);
    Candidate extended = readAt(owner, hashIndex, WITH_EXTENSION);
    if (plain != null && extended != null) {
      throw new LakeDamage(
          location,
          "ledger " + (chain.sequence(owner) + 1) + " could begin with or without an extension",
          null);
    }
    return plain != null ? plain : extended;
  }

  private @Nullable Candidate readAt(int owner, int hashIndex, int hashOffset) {
    int index = hashIndex - hashOffset;
    if (index < 0) {
      return null;
    }
    ByteBuffer ledger = window.duplicate().position(index);
    long due = chain.sequence(owner) + 1;
    LedgerFront front;
    try {
      front = LedgerFront.readCandidate(ledger, due, budget);
    } catch (LedgerFormatException e) {
      if (e.reason() == Reason.UNSETTLED) {
        throw new LakeDamage(location, "ledger " + due + ": " + e.getMessage(), e);
      }
      return null;
    }
    boolean isSuccessor =
        front.headerOffset() + 4 == hashOffset
            && front.sequence() == due
            && front.metaVersion() == chain.nextMetaVersion(owner)
            && front.metaVersion() >= chain.metaVersion(owner)
            && front.computeHash(ledger).equals(front.hash());
    return isSuccessor ? new Candidate(index, front) : null;
  }

  private void checkLength(long start, long end) {
    if (end - start > LedgerFront.MAX_LEDGER_BYTES) {
      if (chain.isFull()) {
        throw tooLarge(OptionalLong.empty());
      }
      throw new LakeDamage(
          location,
          "no border within "
              + LedgerFront.MAX_LEDGER_BYTES
              + " bytes behind byte "
              + start
              + ", ledger "
              + chain.sequence(chain.length() - 1)
              + ": that is above the limit, or what follows it is damaged",
          null);
    }
  }

  /** For the last ledger found, whose successor or end is known to be too far away. */
  private LedgerTooLarge tooLarge(OptionalLong foundBytes) {
    long sequence = chain.sequence(chain.length() - 1);
    return new LedgerTooLarge(location, sequence, foundBytes, LedgerFront.MAX_LEDGER_BYTES);
  }

  private long[] borders(int count) {
    long end = windowOffset + window.limit();
    if (chain.length() != count) {
      chain
          .front(0)
          .unknownShape()
          .filter(shape -> shape.metaVersion().isPresent())
          .ifPresent(
              shape -> {
                throw new UnsupportedLedgerVersion(
                    location,
                    "its first ledger has "
                        + shape.text()
                        + ", and where those behind it begin cannot be concluded from headers");
              });
      throw new LakeDamage(
          location,
          "it says that it holds "
              + count
              + " ledgers, but only "
              + chain.length()
              + " are linked to each other",
          null);
    }
    if (end % 4 != 0) {
      throw new LakeDamage(location, "it ends inside a word, after " + end + " bytes", null);
    }
    return chain.borders(end);
  }

  private record Candidate(int index, LedgerFront front) {}

  /**
   * The ledgers found so far, and a table of their hashes by the first eight bytes. It grows with
   * the ledgers found: the count claimed by the lake allocates nothing.
   */
  private static final class Chain {
    private static final int FIRST_ROOM = 64;
    private static final int SLOTS_A_LEDGER = 8;

    private final int count;
    private long[] starts;
    private LedgerFront[] fronts;
    private int[] table;
    private int length;

    Chain(int count) {
      this.count = count;
      int room = Math.min(Math.max(count, 1), FIRST_ROOM);
      this.starts = new long[room];
      this.fronts = new LedgerFront[room];
      this.table = new int[FIRST_ROOM * SLOTS_A_LEDGER];
    }

    void append(long start, LedgerFront front) {
      if (length == starts.length) {
        grow();
      }
      starts[length] = start;
      fronts[length] = front;
      length++;
      enter(length);
    }

    private void grow() {
      int room = (int) Math.min(2L * length, count);
      starts = Arrays.copyOf(starts, room);
      fronts = Arrays.copyOf(fronts, room);
      table = new int[Integer.highestOneBit(2 * room - 1) * SLOTS_A_LEDGER];
      for (int entry = 1; entry <= length; entry++) {
        enter(entry);
      }
    }

    private void enter(int entry) {
      int slot = slot(fronts[entry - 1].hash().word0());
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = entry;
    }

    LedgerFront front(int index) {
      return fronts[index];
    }

    /** The ledger whose hash begins with these eight bytes, or -1. */
    int find(long word) {
      for (int slot = slot(word); table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
        int owner = table[slot] - 1;
        if (fronts[owner].hash().word0() == word) {
          return owner;
        }
      }
      return -1;
    }

    int length() {
      return length;
    }

    boolean isFull() {
      return length == count;
    }

    long start(int index) {
      return starts[index];
    }

    long lastStart() {
      return starts[length - 1];
    }

    LedgerHash hash(int index) {
      return fronts[index].hash();
    }

    long sequence(int index) {
      return fronts[index].sequence();
    }

    int metaVersion(int index) {
      return fronts[index].metaVersion();
    }

    int nextMetaVersion(int index) {
      return fronts[index].nextMetaVersion();
    }

    long[] borders(long end) {
      long[] borders = new long[length + 1];
      System.arraycopy(starts, 0, borders, 0, length);
      borders[length] = end;
      return borders;
    }

    private int slot(long word) {
      return (int) (word >>> 40) & (table.length - 1);
    }
  }
}
