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
 * A data lake (SEP-54): a bulk backend, with additional operations for operators. Thread-safe.
 *
 * <p>The caller that opens it must close it, after its streams. Until then it caches what it has
 * found out about the lake (the manifest, the extension, whether it can list).
 */
public interface DataLake extends BulkBackend, AutoCloseable {

  /**
   * Surveys the lake, in a number of requests that grows with the logarithm of its size.
   *
   * @param timeLeft how long that may take in total; after that it fails with {@code
   *     BackendUnreachable}
   * @throws dev.permafrost.ports.failure.StorageFailure as the methods of the backend do
   */
  LakeSurvey survey(Duration timeLeft, CancelToken cancel);

  /**
   * Finds the ledgers of a range that no object of the lake holds, from the names of the objects
   * alone: with one request for each page of a thousand if the lake lists its objects, otherwise
   * with one request for each object, several at a time.
   *
   * @param timeLeft as for {@link #survey}
   * @return closed-open ranges of sequences
   */
  ImmutableRangeSet<Long> missing(LedgerRange range, Duration timeLeft, CancelToken cancel);

  /**
   * Counts the objects that hold ledgers of a range, and their bytes, from the listing alone: one
   * request for each page of a thousand.
   *
   * @param timeLeft as for {@link #survey}
   * @return empty if the lake does not list its objects with their sizes
   */
  Optional<LakeHolding> holding(LedgerRange range, Duration timeLeft, CancelToken cancel);

  /**
   * Iterates over the objects that hold a range's ledgers, in order, with prefetching as for a
   * stream. A damaged or missing object does not end it.
   *
   * @param cancel ends it with {@code Cancelled}
   * @throws dev.permafrost.ports.failure.StorageFailure if the lake cannot be asked at all
   */
  @MustBeClosed
  ObjectWalk walk(LedgerRange range, CancelToken cancel);

  /** The bytes of prefetched objects that are held in memory and not read yet. */
  long prefetchedBytes();

  /**
   * Closes connections and ends threads, without waiting for the network; closing twice has no
   * effect.
   */
  @Override
  void close();
}
