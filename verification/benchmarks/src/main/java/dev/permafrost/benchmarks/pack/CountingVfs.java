package dev.permafrost.benchmarks.pack;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system that counts how often files are read, and how much at a time. One thread. */
final class CountingVfs implements Vfs {

  private final Vfs vfs;
  private int reads;
  private int largestReadBytes;

  CountingVfs(Vfs vfs) {
    this.vfs = vfs;
  }

  /** How many reads there were. */
  int reads() {
    return reads;
  }

  /** How much the largest of them asked for. */
  int largestReadBytes() {
    return largestReadBytes;
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with what counts its reads
  public VfsFile openRead(Path path) throws IOException {
    return new CountingFile(vfs.openRead(path));
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed with what counts its reads
  public Optional<VfsFile> openReadPastCache(Path path) throws IOException {
    return vfs.openReadPastCache(path).map(CountingFile::new);
  }

  @Override
  public void link(Path path, Path newName) throws IOException {
    vfs.link(path, newName);
  }

  @Override
  public void rename(Path path, Path newName) throws IOException {
    vfs.rename(path, newName);
  }

  @Override
  public FileStat stat(Path path) throws IOException {
    return vfs.stat(path);
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return vfs.realPath(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return vfs.list(directory);
  }

  @Override
  @MustBeClosed
  public VfsFile create(Path path) throws IOException {
    return vfs.create(path);
  }

  @Override
  @MustBeClosed
  public VfsFile openWrite(Path path) throws IOException {
    return vfs.openWrite(path);
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    vfs.makeDirectory(path);
  }

  @Override
  public void unlink(Path path) throws IOException {
    vfs.unlink(path);
  }

  @Override
  public void removeDirectory(Path path) throws IOException {
    vfs.removeDirectory(path);
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    vfs.syncDirectory(path);
  }

  private final class CountingFile implements VfsFile {

    private final VfsFile file;

    @MustBeClosed
    CountingFile(VfsFile file) {
      this.file = file;
    }

    @Override
    public int readAt(ByteBuffer target, long offsetBytes) throws IOException {
      reads++;
      largestReadBytes = Math.max(largestReadBytes, target.remaining());
      return file.readAt(target, offsetBytes);
    }

    @Override
    public void writeAt(ByteBuffer source, long offsetBytes) throws IOException {
      file.writeAt(source, offsetBytes);
    }

    @Override
    public long sizeBytes() throws IOException {
      return file.sizeBytes();
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public Optional<VfsLock> tryLock(boolean shared) throws IOException {
      return file.tryLock(shared);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
