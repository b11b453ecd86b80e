package dev.permafrost.backend.stream;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.BufferPool;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.ConcurrencyLimiter;
import dev.permafrost.backend.transport.RetryPolicy;
import dev.permafrost.backend.transport.Signal;
import dev.permafrost.ports.work.TimeSource;
import java.util.Comparator;
import java.util.List;

/**
 * The shared state of all fetches of one stream, or of one question about many objects.
 *
 * @param cursors the mirrors, in the configured order; at least one
 * @param options how much is prefetched, and how long a server may be silent
 * @param policy decides what is done after each response
 * @param time the clock
 * @param signal raised when something arrives
 * @param gauge counts the bytes held
 * @param buffers provides the buffers
 * @param hole the hole that is being crossed, if there is one
 */
public record FetchContext(
    List<MirrorCursor> cursors,
    LakeOptions options,
    RetryPolicy policy,
    TimeSource time,
    Signal signal,
    ByteGauge gauge,
    BufferPool buffers,
    KnownHole hole) {

  /** Creates the context of a reader that has met no hole yet. */
  public FetchContext(
      List<MirrorCursor> cursors,
      LakeOptions options,
      RetryPolicy policy,
      TimeSource time,
      Signal signal,
      ByteGauge gauge,
      BufferPool buffers) {
    this(cursors, options, policy, time, signal, gauge, buffers, new KnownHole());
  }

  /** The mirrors, with degraded ones last. */
  List<MirrorCursor> inOrder() {
    for (MirrorCursor cursor : cursors) {
      if (cursor.isDegraded()) {
        return cursors.stream().sorted(Comparator.comparing(MirrorCursor::isDegraded)).toList();
      }
    }
    return cursors;
  }

  /** The limiter of the first mirror. */
  ConcurrencyLimiter limiter() {
    return inOrder().get(0).limiter();
  }
}
