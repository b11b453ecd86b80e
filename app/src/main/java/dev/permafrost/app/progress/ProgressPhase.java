package dev.permafrost.app.progress;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Progress;
import java.util.HashMap;
import java.util.Map;

/**
 * A phase of work of known size: how many of its ledgers are done, over all its chunks.
 * Thread-safe. The caller that starts it must close it.
 */
public final class ProgressPhase implements AutoCloseable {

  /**
   * The progress of one chunk.
   *
   * @param earlier the ledgers of finished passes over it, such as over its pack before its hot
   *     data
   * @param done the ledgers of all passes so far
   * @param total the ledgers of all passes, including the rest of the current one
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

  /** Sets how many ledgers are done in total; for work without chunks. */
  public synchronized void reached(long ledgersDone) {
    done = ledgersDone;
    display.show(done, total, rawBytes);
  }

  /** A chunk made progress. */
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

  /** A chunk ended: its remaining ledgers are no longer expected. */
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
