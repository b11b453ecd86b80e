package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** One pack in memory that can be replaced and opened. */
final class MemoryPacks {

  static final ChunkId CHUNK = new ChunkId(0);

  private final MemoryVfs vfs = new MemoryVfs();
  private final Path path = Path.of("/cold/ledgers/00000/00000000.pack");
  private final HoledVfs holed = new HoledVfs(vfs);
  private final Disk disk = new Disk(holed);
  private final DirectBuffers buffers = DirectBuffers.aligned(1 << 20);
  private final LedgerPacks packs = new FileLedgerPacks(disk, Path.of("/cold"), buffers);

  MemoryVfs vfs() {
    return vfs;
  }

  Path path() {
    return path;
  }

  /** Puts a pack where it belongs. */
  void put(byte[] pack) {
    disk.makeDirectories(Path.of("/cold/ledgers/00000"));
    disk.unlinkIfThere(path);
    try (VfsFile file = vfs.create(path)) {
      file.writeAt(ByteBuffer.wrap(pack), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets every file seem to have this size: zeros up to its last bytes. */
  void growTo(long sizeBytes, int lastBytes) {
    holed.growTo(sizeBytes, lastBytes);
  }

  /** Opens and closes it. */
  void open(LedgerRange range) {
    try (LedgerPack pack = packs.open(CHUNK, range)) {
      pack.sizeBytes();
    }
  }

  /** Every file is closed, and every buffer given back. */
  void assertNothingIsOut() {
    assertThat(vfs.openFiles()).isZero();
    assertThat(buffers.lentCount()).isZero();
  }

  LedgerPacks packs() {
    return packs;
  }

  PackInspector inspector() {
    return new PackInspector(disk, buffers);
  }
}
