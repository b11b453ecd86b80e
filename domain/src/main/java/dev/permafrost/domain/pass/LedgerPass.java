package dev.permafrost.domain.pass;

import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.chain.ChainCheck;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.flow.LedgerLines;
import dev.permafrost.domain.source.ChunkSource;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads ledgers once, in order. Each is decoded and hashed on a worker; then, on this thread, its
 * sequence and link are checked, and it is given to the receiver, counted, and reported to the
 * observer. Not thread-safe; for one use.
 */
public final class LedgerPass {

  private final Operation operation;
  private final ChunkId chunk;
  private final LedgerRange range;
  private final ChainCheck chain;
  private final Tally tally;
  private final LedgerLines lines;
  private final StorageEvents events;

  LedgerPass(
      Operation operation,
      ChunkId chunk,
      LedgerRange range,
      ChainCheck chain,
      Tally tally,
      LedgerLines lines,
      StorageEvents events) {
    this.operation = operation;
    this.chunk = chunk;
    this.range = range;
    this.chain = chain;
    this.tally = tally;
    this.lines = lines;
    this.events = events;
  }

  /**
   * Reads the ledgers.
   *
   * @param forms what the receiver reads of each ledger; may be empty
   * @param feed sends every ledger down the line, in order
   * @param receiver receives each ledger that passed its checks, before it is counted
   * @throws dev.permafrost.ports.failure.UnexpectedLedger if one is not the next expected one, or
   *     the last ones are missing
   * @throws dev.permafrost.ports.failure.BrokenChain if one does not link, or another hash is
   *     trusted for it
   */
  public void run(Set<Reads> forms, Consumer<LedgerLine> feed, LedgerLine.Receiver receiver) {
    try (LedgerLine line = lines.open(chunk, forms, checking(receiver))) {
      feed.accept(line);
      line.finish();
    }
    chain.requireComplete();
  }

  /**
   * Makes artifacts from every ledger of a source. All files are made by this one pass, with and
   * without a store.
   *
   * @param reads what the artifacts' formats read of each ledger
   * @param source sends its ledgers down the line
   * @param pay receives the bytes of each frame, before it is added, and may wait
   * @param add adds a ledger to every artifact
   * @return the headers
   */
  public CheckedHeaders make(
      Set<Reads> reads,
      ChunkSource source,
      LongConsumer pay,
      Consumer<BorrowedLedger> add,
      CancelToken cancel) {
    run(
        reads,
        line -> source.feed(line, cancel),
        (ledger, rawBytes, frameBytes) -> {
          pay.accept(frameBytes);
          add.accept(ledger);
        });
    return headers();
  }

  /**
   * Reads the ledgers of a source that may wait for its next one; earlier ledgers are delivered
   * during the wait. Otherwise as {@link #run}.
   *
   * @param source sends its ledgers down the line, on its own thread
   * @param cancel ends the source's wait
   */
  public void runAsTheyCome(
      Set<Reads> forms, ChunkSource source, CancelToken cancel, LedgerLine.Receiver receiver) {
    CancelSource stop = new CancelSource();
    CancelToken.Registration either = cancel.onCancel(stop::cancel);
    try (LedgerLine line = lines.open(chunk, forms, checking(receiver))) {
      line.feed(() -> source.feed(line, stop.token()), stop::cancel);
    } finally {
      either.close();
    }
    chain.requireComplete();
  }

  private LedgerLine.Receiver checking(LedgerLine.Receiver receiver) {
    return new LedgerLine.Receiver() {
      @Override
      public void took(long checkNanos, long encodeNanos) {
        receiver.took(checkNanos, encodeNanos);
      }

      @Override
      public void accept(BorrowedLedger ledger, long rawBytes, long frameBytes) {
        chain.accept(ledger.sequence(), ledger.hash(), ledger.previousHash());
        receiver.accept(ledger, rawBytes, frameBytes);
        tally.add(rawBytes, frameBytes);
        events.progressed(
            new Progress(
                operation,
                chunk,
                ledger.sequence() - range.first() + 1,
                range.length(),
                tally.rawBytes()));
      }
    };
  }

  /** The headers of a complete pass; see {@link ChainCheck#headers}. */
  public CheckedHeaders headers() {
    return chain.headers();
  }
}
