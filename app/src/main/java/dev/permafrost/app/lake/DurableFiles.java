package dev.permafrost.app.lake;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes files that are either whole or absent under their names: each is written and synced in its
 * directory under a name of this process, and then renamed. The names are durable once {@link
 * #finish} returns, which syncs each directory once. Not thread-safe.
 */
public final class DurableFiles implements AutoCloseable {

  private final Vfs vfs;
  private final Set<Path> unsynced = new TreeSet<>();

  private DurableFiles(Vfs vfs) {
    this.vfs = vfs;
  }

  /** Creates a writer on the operating system's files. */
  @MustBeClosed
  public static DurableFiles open() {
    return new DurableFiles(FileStores.posix());
  }

  /**
   * Writes bytes to a file, replacing an existing one; creates missing directories.
   *
   * @param file absolute
   * @throws StorageFailure if that fails; the existing file is then unchanged
   */
  public void replace(Path file, List<ByteBuffer> borrowedParts) {
    Path directory = Objects.requireNonNull(file.getParent(), "a file stands in a directory");
    makeDirectories(directory);
    Path beside =
        directory.resolve("." + file.getFileName() + ".part-" + ProcessHandle.current().pid());
    try {
      write(beside, borrowedParts);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      unsynced.add(directory);
    } catch (IOException e) {
      throw withoutTrace(
          beside, SystemErrors.translate(e, "write", file.toString(), SystemState.of(file)));
    } catch (RuntimeException e) {
      throw withoutTrace(beside, e);
    }
  }

  private void write(Path beside, List<ByteBuffer> borrowedParts) throws IOException {
    Files.deleteIfExists(beside); // From an earlier process with the same number.
    try (VfsFile out = vfs.create(beside)) {
      long offsetBytes = 0;
      for (ByteBuffer part : borrowedParts) {
        int length = part.remaining();
        out.writeAt(part.duplicate(), offsetBytes);
        offsetBytes += length;
      }
      try {
        out.sync();
      } catch (IOException e) {
        throw SystemErrors.translateSync(e, beside.toString(), SystemState.of(beside));
      }
    }
  }

  private static RuntimeException withoutTrace(Path beside, RuntimeException failure) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private void makeDirectories(Path directory) {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path above = directory.getParent();
    if (above != null) {
      makeDirectories(above);
    }
    try {
      vfs.makeDirectory(directory);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "make", directory.toString(), SystemState.of(directory));
    }
    if (above != null) {
      unsynced.add(above);
    }
  }

  /**
   * Makes the names of all written files durable.
   *
   * @throws StorageFailure if that fails
   */
  public void finish() {
    for (Path directory : unsynced) {
      try {
        vfs.syncDirectory(directory);
      } catch (IOException e) {
        throw SystemErrors.translateDirectorySync(
            e, directory.toString(), SystemState.of(directory));
      }
    }
    unsynced.clear();
  }

  /** Ends the writer; unfinished files may or may not exist after a power cut. */
  @Override
  public void close() {
    unsynced.clear();
  }
}
