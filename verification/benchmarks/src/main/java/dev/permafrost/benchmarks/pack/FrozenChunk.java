package dev.permafrost.benchmarks.pack;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;

/** A chunk that is frozen, and its pack. */
public final class FrozenChunk {

  private final HotChunk chunk;

  private FrozenChunk(HotChunk chunk) {
    this.chunk = chunk;
  }

  /** Freezes a chunk, if it is not. */
  public static FrozenChunk of(HotChunk chunk) {
    FrozenChunk frozen = new FrozenChunk(chunk);
    try (BenchStore store = frozen.open()) {
      store.freeze(HotChunk.CHUNK);
    }
    return frozen;
  }

  /** Opens its store. */
  @MustBeClosed
  BenchStore open() {
    return chunk.open(new ZstdFrameCodec());
  }

  /** Its ledgers. */
  LedgerRange range() {
    return new Geometry(chunk.length()).range(HotChunk.CHUNK);
  }

  /** The sum of its raw ledgers, in millions of bytes. */
  public double rawMegabytes() {
    return chunk.rawBytes() / 1e6;
  }

  /** The root that its pack lies under. */
  Path cold() {
    return RootPaths.under(chunk.directory()).cold();
  }

  /** Where its pack is. */
  public Path file() {
    return cold()
        .resolve("ledgers")
        .resolve(HotChunk.CHUNK.bucketName())
        .resolve(HotChunk.CHUNK.name() + ".pack");
  }

  /** Opens its pack, on some file system that shows the disk's. */
  @MustBeClosed
  LedgerPack openPack(Vfs vfs) {
    return FileStores.ledgerPacks(vfs, cold()).open(HotChunk.CHUNK, range());
  }
}
