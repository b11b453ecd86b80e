package dev.permafrost.backend;

import com.google.common.collect.ImmutableRangeSet;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.Optional;

/**
 * A data lake (SEP-54) as a bulk backend, with what an operator asks of it beside. Safe for several
 * threads.
 *
 * <p>The caller that opens it must close it, after its streams. What it learnt of the lake (the
 * manifest, the extension, whether it can list) it keeps until then.
 */
public interface DataLake extends BulkBackend, AutoCloseable {

  /**
   * Looks at the lake as a whole, in a number of requests that grows with the logarithm of its
   * size.
   *
   * @param timeLeft how long that may take in all; it fails with {@code BackendUnreachable} when
   *     that is over
   * @throws dev.permafrost.ports.failure.StorageFailure as the methods of the backend do
   */
  LakeSurvey survey(Duration timeLeft, CancelToken cancel);

  /**
   * The ledgers of a range that no object of the lake holds, by the names of the objects alone:
   * from the listing where there is one, a request for each page of a thousand, and with a request
   * for each object where there is none, several at a time.
   *
   * @param timeLeft as for {@link #survey}
   * @return closed-open ranges of sequences
   */
  ImmutableRangeSet<Long> missing(LedgerRange range, Duration timeLeft, CancelToken cancel);

  /**
   * How many objects hold ledgers of a range and how many bytes they have, from the listing alone:
   * a request for each page of a thousand.
   *
   * @param timeLeft as for {@link #survey}
   * @return empty where the lake does not list its objects with their sizes
   */
  Optional<LakeHolding> holding(LedgerRange range, Duration timeLeft, CancelToken cancel);

  /**
   * Goes over the objects that hold a range's ledgers, in order, fetched ahead as a stream's are.
   * Nothing that is wrong with an object ends it.
   *
   * @param cancel ends it with {@code Cancelled}
   * @throws dev.permafrost.ports.failure.StorageFailure if the lake cannot be asked at all
   */
  @MustBeClosed
  ObjectWalk walk(LedgerRange range, CancelToken cancel);

  /** How many bytes of objects are held in memory now, fetched ahead and not read yet. */
  long prefetchedBytes();

  /** Closes connections and ends threads, without waiting for the network; twice is harmless. */
  @Override
  void close();
}
