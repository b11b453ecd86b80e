package dev.permafrost.prove.ledgers;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Consecutive raw ledgers in memory, as a source.
 *
 * @param location where they come from
 * @param range which they are
 * @param ledgers their LedgerCloseMeta, in order
 */
record RawLedgers(String location, LedgerRange range, List<byte[]> ledgers)
    implements LedgerSource {

  RawLedgers {
    ledgers = List.copyOf(ledgers);
    if (ledgers.size() != range.length()) {
      throw new IllegalArgumentException(ledgers.size() + " ledgers are not " + range);
    }
  }

  /** One of them. */
  byte[] raw(long sequence) {
    return ledgers.get(Math.toIntExact(sequence - range.first()));
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange part, CancelToken cancel) {
    return new LedgerStream() {
      private long next = part.first();

      @Override
      public boolean next() {
        cancel.throwIfCancelled();
        return range.contains(next) && next++ <= part.last();
      }

      @Override
      public ByteBuffer borrowedRaw() {
        return ByteBuffer.wrap(raw(next - 1)).asReadOnlyBuffer();
      }

      @Override
      public String origin() {
        return location();
      }

      @Override
      public void close() {}
    };
  }
}
