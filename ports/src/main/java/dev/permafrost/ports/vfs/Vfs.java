package dev.permafrost.ports.vfs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.failure.SystemState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file system with the semantics of POSIX, reduced to the operations that this project uses. What
 * was not synced may be gone after a power cut; data and directory entries are synced separately.
 *
 * <p>The file adapter uses it, so that the same code runs on a disk and on a simulated machine.
 * Errors are {@link IOException}s in the JDK's own types ({@link
 * java.nio.file.NoSuchFileException}, {@link java.nio.file.AccessDeniedException}, {@link
 * java.nio.file.FileAlreadyExistsException}, {@link java.nio.file.DirectoryNotEmptyException}, else
 * {@link java.nio.file.FileSystemException}). Thread-safe.
 */
public interface Vfs {

  /**
   * What exists at a path; symbolic links are followed. Nothing exists if a parent is missing or is
   * not a directory. Throws if access is denied.
   */
  FileStat stat(Path path) throws IOException;

  /** The absolute path of an existing entry, without symbolic links, {@code .} and {@code ..}. */
  Path realPath(Path path) throws IOException;

  /** The names in a directory, sorted. */
  List<String> list(Path directory) throws IOException;

  /** Creates a file that must not exist, open for reading and writing. */
  @MustBeClosed
  VfsFile create(Path path) throws IOException;

  /** Opens a file that must exist, for reading. */
  @MustBeClosed
  VfsFile openRead(Path path) throws IOException;

  /** Opens a file that must exist, for reading and writing, without truncating it. */
  @MustBeClosed
  VfsFile openWrite(Path path) throws IOException;

  /**
   * Opens a file that must exist, for reading past the operating system's cache: the bytes read are
   * those on the disk. Bytes that were written and not synced yet may be missing.
   *
   * @return empty if the file system does not support this; the caller closes it
   */
  Optional<VfsFile> openReadPastCache(Path path) throws IOException;

  /**
   * Gives a file a second name (a hard link). It never replaces an existing entry: {@link
   * java.nio.file.FileAlreadyExistsException} then. Not durable until the directory of the new name
   * is synced.
   *
   * @param path the file, which must exist; a symbolic link is not followed, and is refused
   * @param newName the second name, in a directory that exists
   */
  void link(Path path, Path newName) throws IOException;

  /**
   * Renames a file within its file system, replacing a file that has the new name. Atomic: at any
   * moment, and after a crash, the new name leads to one of the two files, whole. Durable once both
   * directories are synced. If both are names of the same file, both stay.
   *
   * @param path the file, which must exist; a symbolic link is not followed, and is refused
   * @param newName in a directory that exists; if the name exists, it must be a file
   */
  void rename(Path path, Path newName) throws IOException;

  /** Creates one directory; its parent must exist, and it must not. */
  void makeDirectory(Path path) throws IOException;

  /** Removes the entry of a file, which must exist. A reader that has it open keeps reading it. */
  void unlink(Path path) throws IOException;

  /** Removes an empty directory, which must exist. */
  void removeDirectory(Path path) throws IOException;

  /** Makes the entries of a directory durable. A failure is final, as with {@link VfsFile#sync}. */
  void syncDirectory(Path path) throws IOException;

  /**
   * The state of the volume that a path is on, or would be on, to classify a failure. Throws
   * nothing; {@link SystemState#UNKNOWN} if the text of an error is enough.
   */
  default SystemState stateOf(Path path) {
    return SystemState.UNKNOWN;
  }
}
