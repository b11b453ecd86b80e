package dev.permafrost.app.lake;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes files that are whole or absent under their names: each is written and synced beside its
 * place under a name of this process, and then renamed. The names themselves are durable once
 * {@link #finish} returns, which syncs each directory once. One thread.
 */
final class DurableFiles implements AutoCloseable {

  private final Vfs vfs;
  private final Set<Path> unsynced = new TreeSet<>();

  private DurableFiles(Vfs vfs) {
    this.vfs = vfs;
  }

  /** On the operating system's files. */
  @MustBeClosed
  static DurableFiles open() {
    return new DurableFiles(FileStores.posix());
  }

  /**
   * Puts bytes under a name, in the place of what is there; makes the directories above it.
   *
   * @param file absolute
   * @throws StorageFailure if that fails; what was there is there still
   */
  void replace(Path file, List<ByteBuffer> borrowedParts) {
    Path directory = Objects.requireNonNull(file.getParent(), "a file stands in a directory");
    makeDirectories(directory);
    Path beside =
        directory.resolve("." + file.getFileName() + ".part-" + ProcessHandle.current().pid());
    try {
      write(beside, borrowedParts);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      unsynced.add(directory);
    } catch (IOException e) {
      throw withoutTrace(beside, translated(e, "write", file));
    } catch (RuntimeException e) {
      throw withoutTrace(beside, e);
    }
  }

  private void write(Path beside, List<ByteBuffer> borrowedParts) throws IOException {
    Files.deleteIfExists(beside); // Of an earlier process with this number.
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
        throw new DurabilityFailure(beside.toString(), e);
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
      throw translated(e, "make", directory);
    }
    if (above != null) {
      unsynced.add(above);
    }
  }

  /**
   * Makes the names durable of all that was written.
   *
   * @throws StorageFailure if that fails
   */
  void finish() {
    for (Path directory : unsynced) {
      try {
        vfs.syncDirectory(directory);
      } catch (IOException e) {
        throw new DurabilityFailure(directory.toString(), e);
      }
    }
    unsynced.clear();
  }

  /** Ends it; what was not finished may or may not be there after a power cut. */
  @Override
  public void close() {
    unsynced.clear();
  }

  /** What a failed access means. */
  static StorageFailure translated(IOException e, String action, Path path) {
    if (e instanceof AccessDeniedException) {
      return new PermissionDenied(path.toString(), action, e);
    }
    String reason =
        e instanceof FileSystemException specific ? specific.getReason() : e.getMessage();
    String words = String.valueOf(reason).toLowerCase(Locale.ROOT);
    return words.contains("no space left") || words.contains("quota exceeded")
        ? new NoSpace(path.toString(), action, e)
        : new StorageUnavailable(path.toString(), action, e);
  }
}
