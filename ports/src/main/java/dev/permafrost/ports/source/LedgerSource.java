package dev.permafrost.ports.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelToken;

/** A source that streams the raw ledgers of a range, in order. */
public interface LedgerSource {

  /** A description for messages, without secrets. */
  String location();

  /**
   * Starts a stream over exactly the range.
   *
   * @param cancel ends the stream with {@code Cancelled}
   */
  @MustBeClosed
  LedgerStream stream(LedgerRange range, CancelToken cancel);
}
