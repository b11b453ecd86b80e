package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotDirectories;
import java.nio.file.Path;

/** The directories {@code {hot}/{chunk:08d}} as files, each step on its own. */
final class FileHotDirectories implements HotDirectories {

  private final Disk disk;
  private final Path hot;

  FileHotDirectories(Disk disk, Path hot) {
    this.disk = disk;
    this.hot = hot;
  }

  @Override
  public void wipe(ChunkId chunk) {
    disk.removeTree(directory(chunk));
  }

  @Override
  public void make(ChunkId chunk) {
    Path directory = directory(chunk);
    disk.makeDirectoriesBelow(hot, directory);
    if (!disk.list(directory).isEmpty()) {
      throw new IllegalStateException("not wiped before it was made anew: " + directory);
    }
  }

  @Override
  public void makeDurable(ChunkId chunk) {
    disk.syncDirectory(directory(chunk));
    disk.syncDirectory(hot);
  }

  @Override
  public void makeRemovalDurable(ChunkId chunk) {
    disk.syncNearestDirectory(hot);
  }

  private Path directory(ChunkId chunk) {
    return hot.resolve(chunk.name());
  }
}
