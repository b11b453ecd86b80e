package dev.permafrost.ports.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelToken;

/** Something that can stream the raw ledgers of a range, in order. */
public interface LedgerSource {

  /** What this is, for messages, without secrets. */
  String location();

  /**
   * Begins a stream over exactly the range.
   *
   * @param cancel ends the stream with {@code Cancelled}
   */
  @MustBeClosed
  LedgerStream stream(LedgerRange range, CancelToken cancel);
}
