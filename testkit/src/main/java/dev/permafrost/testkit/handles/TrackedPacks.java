package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ContentHashCheck;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/** Tracks packs that are read, and the cursors over them. */
@SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
record TrackedPacks(LedgerPacks real, OpenHandles handles) implements LedgerPacks {

  @Override
  @MustBeClosed
  public LedgerPack open(ChunkId chunk, LedgerRange range) {
    LedgerPack pack = real.open(chunk, range);
    return new Pack(pack, handles.opened("the pack of chunk " + chunk));
  }

  @Override
  public Optional<LedgerPack> openPastCache(ChunkId chunk, LedgerRange range) {
    return real.openPastCache(chunk, range)
        .map(
            pack ->
                new Pack(pack, handles.opened("the pack of chunk " + chunk + ", past the cache")));
  }

  record Pack(LedgerPack real, OpenHandles.Handle handle) implements LedgerPack {

    @Override
    public String location() {
      return real.location();
    }

    @Override
    public LedgerRange range() {
      return real.range();
    }

    @Override
    public long sizeBytes() {
      return real.sizeBytes();
    }

    @Override
    public PackForm form() {
      return real.form();
    }

    @Override
    public Optional<ContentHashCheck> contentHash() {
      handle.use();
      return real.contentHash();
    }

    @Override
    public <T> T withFrame(long sequence, Function<ByteBuffer, T> use) {
      handle.use();
      return real.withFrame(
          sequence,
          frame -> {
            Loans loans = new Loans();
            try {
              return use.apply(loans.lend(frame));
            } finally {
              loans.revoke();
            }
          });
    }

    @Override
    @MustBeClosed
    public FrameCursor scan(LedgerRange part) {
      handle.use();
      FrameCursor cursor = real.scan(part);
      return new Cursor(
          cursor, new LendingHandle(handle.opened("a cursor over " + part + " of " + handle)));
    }

    @Override
    public ByteBuffer tail() {
      handle.use();
      return real.tail();
    }

    @Override
    public void close() {
      handle.close();
      real.close();
    }
  }

  private record Cursor(FrameCursor real, LendingHandle handle) implements FrameCursor {

    @Override
    public boolean next() {
      return handle.next(real::next);
    }

    @Override
    public long sequence() {
      handle.use();
      return real.sequence();
    }

    @Override
    public ByteBuffer borrowedFrame() {
      return handle.lend(real::borrowedFrame);
    }

    @Override
    public void close() {
      handle.close(real::close);
    }
  }
}
