package dev.permafrost.benchmarks.material;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Ledgers out of memory that cost nearly nothing: those of a sample again and again, each with the
 * sequence, the link and the hash of its place. A stream that begins where the one before it ended
 * goes on with its chain. One stream at a time.
 */
public final class RelinkedSource implements LedgerSource {

  private static final int SKIP_LIST_BYTES = 4 * LedgerHash.BYTES;
  private static final int TOTAL_COINS_TO_MAX_TX_SET_SIZE = 8 + 8 + 4 + 8 + 4 + 4 + 4;

  /** What an extension of the header takes: none, or flags and one more that is none. */
  private static final int[] EXTENSION_BYTES = {4, 12};

  private final List<Ledger> ledgers;
  private long due;
  private LedgerHash previous = LedgerHash.ZERO;

  /** A source of a sample's ledgers; it works on copies. */
  public RelinkedSource(Sample sample) {
    ledgers = sample.raw().stream().map(Ledger::copyOf).toList();
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    if (due != range.first()) {
      due = range.first();
      previous = LedgerHash.ZERO;
    }
    return new SuppliedStream(
        location(), () -> due > range.last() ? Optional.empty() : Optional.of(relinked()), cancel);
  }

  private ByteBuffer relinked() {
    Ledger ledger = ledgers.get((int) (due % ledgers.size()));
    previous = ledger.relink(due, previous);
    due++;
    return ledger.raw.asReadOnlyBuffer();
  }

  /** A ledger of its own, and where its header says what its place is. */
  private record Ledger(ByteBuffer raw, LedgerFront front, int sequenceOffset) {

    static Ledger copyOf(ByteBuffer sampled) {
      ByteBuffer raw =
          ByteBuffer.allocateDirect(sampled.remaining()).put(sampled.duplicate()).flip();
      LedgerFront front = LedgerFront.parse(raw);
      return new Ledger(raw, front, sequenceOffset(raw, front));
    }

    private static int sequenceOffset(ByteBuffer raw, LedgerFront front) {
      for (int extensionBytes : EXTENSION_BYTES) {
        int offset =
            front.headerOffset()
                + front.headerBytes()
                - extensionBytes
                - SKIP_LIST_BYTES
                - TOTAL_COINS_TO_MAX_TX_SET_SIZE
                - Integer.BYTES;
        if (Integer.toUnsignedLong(raw.getInt(offset)) == front.sequence()) {
          return offset;
        }
      }
      throw new IllegalArgumentException("the header does not end as headers do: " + front);
    }

    /** Gives it another place in the chain, and returns its hash there. */
    LedgerHash relink(long sequence, LedgerHash previous) {
      raw.putInt(sequenceOffset, (int) sequence);
      previous.putAt(raw, front.headerOffset() + Integer.BYTES);
      LedgerHash hash = front.computeHash(raw);
      hash.putAt(raw, front.headerOffset() - LedgerHash.BYTES);
      return hash;
    }
  }
}
