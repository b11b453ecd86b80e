package dev.permafrost.prove.ledgers;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

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
    long[] next = {part.first()};
    return new SuppliedStream(
        location,
        () ->
            range.contains(next[0]) && next[0] <= part.last()
                ? Optional.of(ByteBuffer.wrap(raw(next[0]++)).asReadOnlyBuffer())
                : Optional.empty(),
        cancel);
  }
}
