package dev.permafrost.forge.lake;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.util.Native;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.natives.NativeLibrary;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Compresses batches of ledgers as the exporters of real lakes do: one frame with a checksum,
 * without a content size, with a window of 8 MiB. One worker's context.
 */
final class BatchFrame implements AutoCloseable {

  private static final int LEVEL = 3;
  private static final int WINDOW_LOG = 23;
  private static final int BATCH_FRONT_BYTES = 12;
  private static final int ROOM_FOR_BLOCKS_BYTES = 1 << 18;

  private static final NativeLibrary LIBRARY =
      new NativeLibrary(
          "zstd-jni",
          () -> Optional.ofNullable(System.getProperty("ZstdTempFolder")),
          Native::load);

  private final ZstdCompressCtx context;
  private ByteBuffer batch = ByteBuffer.allocateDirect(0);
  private ByteBuffer frame = ByteBuffer.allocateDirect(0);

  private BatchFrame(ZstdCompressCtx context) {
    this.context = context;
  }

  /** Throws if there can be no frames, before anything else is done. */
  static void requireLibrary() {
    LIBRARY.require();
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out owns the context.
  static BatchFrame open() {
    requireLibrary();
    ZstdCompressCtx context = new ZstdCompressCtx();
    try {
      context.setLevel(LEVEL).setChecksum(true).setContentSize(false).setWindowLog(WINDOW_LOG);
      return new BatchFrame(context);
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }

  /**
   * The frame of one object, a LedgerCloseMetaBatch.
   *
   * @param first the sequence of its first ledger
   * @param ledgers its ledgers, in order
   * @return a buffer that is valid until the next call
   */
  ByteBuffer compress(long first, List<ByteBuffer> ledgers) {
    long bytes = BATCH_FRONT_BYTES;
    for (ByteBuffer ledger : ledgers) {
      bytes += ledger.remaining();
    }
    batch = withRoom(batch, Math.toIntExact(bytes));
    batch.putInt((int) first).putInt((int) (first + ledgers.size() - 1)).putInt(ledgers.size());
    for (ByteBuffer ledger : ledgers) {
      batch.put(ledger.duplicate());
    }
    batch.flip();
    frame = withRoom(frame, Math.toIntExact(Zstd.compressBound(bytes) + ROOM_FOR_BLOCKS_BYTES));
    // Not told where the end is before it comes, the library cannot shrink the window to the size.
    context.compressDirectByteBufferStream(frame, batch, EndDirective.CONTINUE);
    boolean done = context.compressDirectByteBufferStream(frame, batch, EndDirective.END);
    if (!done || batch.hasRemaining()) {
      throw new IllegalStateException(
          "a frame of " + bytes + " bytes did not fit into " + frame.capacity());
    }
    return frame.flip();
  }

  @Override
  public void close() {
    context.close();
  }

  private static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
    return buffer.capacity() >= bytes ? buffer.clear() : ByteBuffer.allocateDirect(bytes);
  }
}
