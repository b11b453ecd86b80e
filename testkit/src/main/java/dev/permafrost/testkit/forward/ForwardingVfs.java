package dev.permafrost.testkit.forward;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system that passes everything on. */
public class ForwardingVfs implements Vfs {

  private final Vfs vfs;

  /** Passes everything on to a file system. */
  public ForwardingVfs(Vfs vfs) {
    this.vfs = vfs;
  }

  /** Called behind each change of a directory's entries. */
  protected void changed(Path directory) {}

  /** Reads a file that is open, whatever it was opened for. */
  protected int readAt(VfsFile file, ByteBuffer target, long offsetBytes) throws IOException {
    return file.readAt(target, offsetBytes);
  }

  /** Tells the size of a file that is open. */
  protected long sizeBytes(VfsFile file) throws IOException {
    return file.sizeBytes();
  }

  /** Begins to write to a file that is open for writing. */
  protected void startWriteAt(VfsFile file, ByteBuffer lent, long offsetBytes) throws IOException {
    file.startWriteAt(lent, offsetBytes);
  }

  /** Waits for what was begun to be written to a file. */
  protected void awaitWrite(VfsFile file) throws IOException {
    file.awaitWrite();
  }

  /** Syncs a file that is open for writing. */
  protected void sync(Path path, VfsFile file) throws IOException {
    file.sync();
  }

  @Override
  public SystemState stateOf(Path path) {
    return vfs.stateOf(path);
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
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public VfsFile create(Path path) throws IOException {
    VfsFile file = vfs.create(path);
    tell(path);
    return new ForwardingFile(file, path);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public VfsFile openRead(Path path) throws IOException {
    return new ForwardingFile(vfs.openRead(path), path);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public VfsFile openWrite(Path path) throws IOException {
    return new ForwardingFile(vfs.openWrite(path), path);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public Optional<VfsFile> openReadPastCache(Path path) throws IOException {
    return vfs.openReadPastCache(path).map(file -> new ForwardingFile(file, path));
  }

  @Override
  public void link(Path path, Path newName) throws IOException {
    vfs.link(path, newName);
    tell(newName);
  }

  @Override
  public void rename(Path path, Path newName) throws IOException {
    vfs.rename(path, newName);
    tell(newName);
    tell(path);
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    vfs.makeDirectory(path);
    tell(path);
  }

  @Override
  public void unlink(Path path) throws IOException {
    vfs.unlink(path);
    tell(path);
  }

  @Override
  public void removeDirectory(Path path) throws IOException {
    vfs.removeDirectory(path);
    tell(path);
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    vfs.syncDirectory(path);
  }

  private void tell(Path path) {
    Path parent = path.getParent();
    if (parent != null) {
      changed(parent);
    }
  }

  private final class ForwardingFile implements VfsFile {
    private final VfsFile file;
    private final Path path;

    ForwardingFile(VfsFile file, Path path) {
      this.file = file;
      this.path = path;
    }

    @Override
    public int readAt(ByteBuffer target, long offsetBytes) throws IOException {
      return ForwardingVfs.this.readAt(file, target, offsetBytes);
    }

    @Override
    public void writeAt(ByteBuffer source, long offsetBytes) throws IOException {
      file.writeAt(source, offsetBytes);
    }

    @Override
    public void startWriteAt(ByteBuffer lent, long offsetBytes) throws IOException {
      ForwardingVfs.this.startWriteAt(file, lent, offsetBytes);
    }

    @Override
    public void awaitWrite() throws IOException {
      ForwardingVfs.this.awaitWrite(file);
    }

    @Override
    public long sizeBytes() throws IOException {
      return ForwardingVfs.this.sizeBytes(file);
    }

    @Override
    public void startSync() {
      file.startSync();
    }

    @Override
    public void sync() throws IOException {
      ForwardingVfs.this.sync(path, file);
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
