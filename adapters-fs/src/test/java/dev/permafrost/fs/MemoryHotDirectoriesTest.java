package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.testkit.directories.HotDirectoriesContract;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class MemoryHotDirectoriesTest extends HotDirectoriesContract {

  private final MemoryVfs vfs = new MemoryVfs();

  @Override
  protected HotDirectories openDirectories() {
    return FileStores.hotDirectories(vfs, hot());
  }

  @Override
  protected boolean isThere(ChunkId chunk) throws IOException {
    return new StoreFixture(vfs).isDirectory(hot().resolve(chunk.name()));
  }

  @Override
  protected void put(ChunkId chunk, String name) throws IOException {
    new StoreFixture(vfs).write(hot().resolve(chunk.name()).resolve(name), new byte[] {1});
  }

  @Override
  protected void putFileInPlace(ChunkId chunk) throws IOException {
    new StoreFixture(vfs).write(hot().resolve(chunk.name()), new byte[] {1});
  }

  @Override
  protected List<String> names(ChunkId chunk) throws IOException {
    return vfs.list(hot().resolve(chunk.name()));
  }

  private Path hot() {
    return Path.of("/");
  }
}
