package dev.permafrost.domain.ingest;

import dev.permafrost.domain.attempt.OpenAttempt;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.chain.ChainCheck;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.flow.LedgerEncoder;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.failure.AlreadyFrozen;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsoundLedger;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One chunk of a live ingestion: its writer, the check of its chain, and the attempt that is
 * reported when it ends. Used by the owner of the {@link LiveIngest}.
 */
final class LiveChunk {

  private static final Origin PUSHED =
      new Origin() {
        @Override
        public String location() {
          return "what was pushed";
        }

        @Override
        public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
          return new UnsoundLedger(sequence, damage, cause);
        }
      };

  private final LiveMeans means;
  private final LedgerRange range;
  private final HotWriter writer;
  private final ChainCheck chain;
  private final OpenAttempt attempt;

  private LiveChunk(
      LiveMeans means, LedgerRange range, HotWriter writer, ChainCheck chain, OpenAttempt attempt) {
    this.means = means;
    this.range = range;
    this.writer = writer;
    this.chain = chain;
    this.attempt = attempt;
  }

  /**
   * Opens a chunk's hot database for writing, or creates it.
   *
   * @throws AlreadyFrozen if its ledgers are frozen; nothing has changed
   */
  @SuppressWarnings("MustBeClosedChecker") // its holder ends it or fails it
  static LiveChunk open(LiveMeans means, ChunkId chunk, String network) {
    LedgerRange range = means.catalog().geometry().range(chunk);
    if (means.catalog().row(chunk).artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      throw new AlreadyFrozen(chunk);
    }
    OpenAttempt attempt = means.attempts().begin(Operation.INGEST, Optional.of(chunk), Set.of());
    attempt.tally().source("live");
    try {
      return opened(means, range, chunk, network, attempt);
    } catch (RuntimeException | Error e) {
      attempt.failed(e);
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by end or fail
  private static LiveChunk opened(
      LiveMeans means, LedgerRange range, ChunkId chunk, String network, OpenAttempt attempt) {
    HotWriter writer = means.hot().openHotDBForChunk(chunk, Optional.of(network));
    try {
      LedgerChecks checks = means.passes().checks();
      Optional<LedgerHash> previous = writer.highestHash();
      if (previous.isEmpty()) {
        previous = checks.hashBefore(chunk, Reach.FROZEN_AND_HOT);
      }
      long highest = writer.next() - 1;
      previous.ifPresent(hash -> checks.anchors().check(chunk, highest, hash));
      ChainCheck chain = checks.chain(chunk, range, writer.next(), previous);
      return new LiveChunk(means, range, writer, chain, attempt);
    } catch (RuntimeException | Error e) {
      closeSuppressing(writer, e);
      throw e;
    }
  }

  ChunkId chunk() {
    return writer.chunk();
  }

  /** The expected ledger; one after the chunk's last when it is full. */
  long next() {
    return writer.next();
  }

  boolean isFull() {
    return writer.next() > range.last();
  }

  /** Checks, encodes and commits one ledger; it is durable and in the witness when this returns. */
  LedgerHash append(ByteBuffer borrowedRaw, LedgerEncoder encoder) {
    long begun = nanos();
    LedgerFront front = encoder.check(writer.next(), borrowedRaw, PUSHED);
    chain.accept(front.sequence(), front.hash(), front.previousHash());
    if (front.sequence() == range.last()) {
      means.passes().checks().checkLast(chunk(), front.hash(), Reach.FROZEN_AND_HOT);
    }
    long checked = nanos();
    encoder.encode(front, borrowedRaw, ledger -> commit(ledger, begun, checked));
    encoder.stored(chunk(), front);
    return front.hash();
  }

  private void commit(BorrowedLedger ledger, long begun, long checked) {
    long encoded = nanos();
    writer.append(ledger, means.passes().fingerprint(), means.time());
    long ended = nanos();
    long rawBytes = ledger.raw().remaining();
    long frameBytes = ledger.frame().remaining();
    attempt.tally().add(rawBytes, frameBytes);
    means
        .attempts()
        .events()
        .committed(
            new LedgerPhases(
                chunk(),
                ledger.sequence(),
                attempt.tally().source(),
                rawBytes,
                frameBytes,
                checked - begun,
                encoded - checked,
                writer.committedNanos() - encoded,
                ended - writer.committedNanos()));
    means
        .attempts()
        .events()
        .progressed(
            new Progress(
                Operation.INGEST,
                chunk(),
                ledger.sequence() - range.first() + 1,
                range.length(),
                attempt.tally().rawBytes()));
  }

  /** Closes the writer, and reports the end of the attempt. */
  void end() {
    try {
      writer.close();
    } catch (RuntimeException | Error e) {
      attempt.failed(e);
      throw e;
    }
    attempt.ended();
  }

  /** Closes the writer after a failure, and reports the failure. */
  void fail(Throwable failure) {
    closeSuppressing(writer, failure);
    attempt.failed(failure);
  }

  private long nanos() {
    return means.time().nanoTime();
  }

  private static void closeSuppressing(HotWriter writer, Throwable first) {
    try {
      writer.close();
    } catch (RuntimeException | Error e) {
      first.addSuppressed(e);
    }
  }
}
