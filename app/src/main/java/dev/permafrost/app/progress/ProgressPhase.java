package dev.permafrost.app.progress;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Progress;
import java.util.HashMap;
import java.util.Map;

/**
 * One stretch of work whose size is known: how many of its ledgers are done, over all the chunks it
 * handles. Thread-safe. The caller that begins it must close it.
 */
public final class ProgressPhase implements AutoCloseable {

  /**
   * What is known of one chunk.
   *
   * @param earlier the ledgers of passes over it that are over: its pack, say, before its hot data
   * @param done the ledgers of all passes so far
   * @param total the ledgers of all passes, the present one to its end
   * @param rawBytes the raw bytes of all passes so far
   */
  private record Share(long earlier, long done, long total, long rawBytes) {}

  private final ProgressDisplay display;
  private final long ledgersPerChunk;
  private final Runnable whenClosed;
  private final Map<ChunkId, Share> shares = new HashMap<>();
  private long total;
  private long done;
  private long rawBytes;

  ProgressPhase(
      ProgressDisplay display, long ledgersTotal, long ledgersPerChunk, Runnable whenClosed) {
    this.display = display;
    this.total = ledgersTotal;
    this.ledgersPerChunk = ledgersPerChunk;
    this.whenClosed = whenClosed;
  }

  /** The phase has done so many ledgers in all; for work that has no chunks. */
  public synchronized void reached(long ledgersDone) {
    done = ledgersDone;
    display.show(done, total, rawBytes);
  }

  /** A chunk came further. */
  synchronized void progressed(Progress progress) {
    Share before = share(progress.chunk());
    long inThisPass = before.done() - before.earlier();
    long earlier = progress.ledgersDone() < inThisPass ? before.done() : before.earlier();
    replace(
        progress.chunk(),
        before,
        new Share(
            earlier,
            earlier + progress.ledgersDone(),
            earlier + progress.ledgersTotal(),
            Math.max(before.rawBytes(), progress.rawBytes())));
    display.show(done, total, rawBytes);
  }

  /** A chunk ended: whatever of it was not done is no longer waited for. */
  synchronized void ended(ChunkId chunk) {
    Share before = share(chunk);
    replace(
        chunk, before, new Share(before.done(), before.done(), before.done(), before.rawBytes()));
  }

  private Share share(ChunkId chunk) {
    return shares.getOrDefault(chunk, new Share(0, 0, ledgersPerChunk, 0));
  }

  private void replace(ChunkId chunk, Share before, Share now) {
    done += now.done() - before.done();
    total += now.total() - before.total();
    rawBytes += now.rawBytes() - before.rawBytes();
    shares.put(chunk, now);
  }

  synchronized void line(String text) {
    display.line(text);
  }

  @Override
  public synchronized void close() {
    whenClosed.run();
    display.close();
  }
}
