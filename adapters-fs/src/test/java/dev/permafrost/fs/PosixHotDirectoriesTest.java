package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.testkit.directories.HotDirectoriesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PosixHotDirectoriesTest extends HotDirectoriesContract {

  @TempDir Path directory;

  @Override
  protected HotDirectories openDirectories() {
    return FileStores.hotDirectories(PosixVfs.INSTANCE, hot());
  }

  @Override
  protected boolean isThere(ChunkId chunk) throws IOException {
    return new StoreFixture(PosixVfs.INSTANCE).isDirectory(hot().resolve(chunk.name()));
  }

  @Override
  protected void put(ChunkId chunk, String name) throws IOException {
    new StoreFixture(PosixVfs.INSTANCE)
        .write(hot().resolve(chunk.name()).resolve(name), new byte[] {1});
  }

  @Override
  protected void putFileInPlace(ChunkId chunk) throws IOException {
    new StoreFixture(PosixVfs.INSTANCE).write(hot().resolve(chunk.name()), new byte[] {1});
  }

  @Override
  protected List<String> names(ChunkId chunk) throws IOException {
    return PosixVfs.INSTANCE.list(hot().resolve(chunk.name()));
  }

  private Path hot() {
    return directory;
  }
}
