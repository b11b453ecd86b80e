package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.LedgerRange;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over a part of a pack in blocks of two MiB, or of one frame if that is larger, and lends
 * each frame directly from the block.
 */
final class PackCursor implements FrameCursor {

  private static final int BLOCK_BYTES = 2 << 20;

  private final FilePack pack;
  private final LedgerRange part;
  private final DirectBuffers buffers;
  private final long endBytes;
  private final ByteBuffer block;
  private long blockAt;
  private long frameAt;
  private long nextFrameAt;
  private long sequence;
  private @Nullable ByteBuffer borrowedFrame;
  private boolean closed;

  @MustBeClosed
  PackCursor(FilePack pack, LedgerRange part, DirectBuffers buffers) {
    RecordTable table = pack.table();
    long lastRecord = part.last() - pack.range().first();
    this.pack = pack;
    this.part = part;
    this.buffers = buffers;
    this.nextFrameAt = table.offset(part.first() - pack.range().first());
    this.endBytes = table.offset(lastRecord) + table.size(lastRecord);
    long spanBytes = Math.min(endBytes - nextFrameAt, BLOCK_BYTES);
    this.block = buffers.borrow((int) Math.max(spanBytes, table.largestBytes()));
    this.block.limit(0);
    this.blockAt = nextFrameAt;
    this.sequence = part.first() - 1;
  }

  @Override
  public boolean next() {
    requireOpen();
    borrowedFrame = null;
    if (sequence >= part.last()) {
      return false;
    }
    sequence++;
    int size = (int) pack.table().size(sequence - pack.range().first());
    frameAt = nextFrameAt;
    nextFrameAt += size;
    if (nextFrameAt > blockAt + block.limit()) {
      readBlock();
    }
    borrowedFrame = block.slice((int) (frameAt - blockAt), size).asReadOnlyBuffer();
    return true;
  }

  @Override
  public long sequence() {
    present();
    return sequence;
  }

  @Override
  public ByteBuffer borrowedFrame() {
    return present();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      borrowedFrame = null;
      buffers.giveBack(block);
    }
  }

  private void readBlock() {
    int wanted = (int) Math.min(block.capacity(), endBytes - frameAt);
    ByteBuffer target = block.clear().slice(0, wanted);
    // If the read fails, nothing of the block is lent, not even by the next call.
    block.limit(0);
    blockAt = frameAt;
    pack.read(target, frameAt);
    block.limit(wanted);
  }

  private ByteBuffer present() {
    requireOpen();
    if (borrowedFrame == null) {
      throw new IllegalStateException("the cursor is at no frame");
    }
    return borrowedFrame;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
  }
}
