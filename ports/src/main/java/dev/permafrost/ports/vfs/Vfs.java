package dev.permafrost.ports.vfs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.failure.SystemState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file system with the semantics of POSIX, cut down to what this project does with one: what was
 * not synced may be gone after a power cut, data and directory entries each on their own.
 *
 * <p>The file adapter is written against it, so that the same code runs on a disk and on a
 * simulated machine. Errors are {@link IOException}s in the JDK's own types ({@link
 * java.nio.file.NoSuchFileException}, {@link java.nio.file.AccessDeniedException}, {@link
 * java.nio.file.FileAlreadyExistsException}, {@link java.nio.file.DirectoryNotEmptyException}, else
 * {@link java.nio.file.FileSystemException}). Safe for several threads.
 */
public interface Vfs {

  /**
   * What stands at a path, symbolic links followed; nothing, where something above it is missing or
   * no directory. A path that may not be looked at throws.
   */
  FileStat stat(Path path) throws IOException;

  /**
   * The absolute path of what stands at a path, without symbolic links, {@code .} and {@code ..}.
   * It must exist.
   */
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
   * Opens a file that must exist, for reading past the operating system's cache: what is read is
   * what the disk holds. Bytes that were written and not synced yet may be missing from it.
   *
   * @return empty where the file system cannot do that; the caller closes it
   */
  Optional<VfsFile> openReadPastCache(Path path) throws IOException;

  /**
   * Gives a file a second name, in the same file system. It never replaces what has that name
   * already: {@link java.nio.file.FileAlreadyExistsException} then. Not durable until the directory
   * of the new name is synced.
   *
   * @param path the file, which must exist; a symbolic link is not followed, and is refused
   * @param newName the second name, in a directory that exists
   */
  void link(Path path, Path newName) throws IOException;

  /**
   * Renames a file within its file system, replacing the file that has the new name. Atomic: at any
   * moment, and after a crash, the new name leads to the one file or the other, whole. Durable once
   * both directories are synced. Where both names are names of one file already, both stay.
   *
   * @param path the file, which must exist; a symbolic link is not followed, and is refused
   * @param newName in a directory that exists; what stands there must be a file, or nothing
   */
  void rename(Path path, Path newName) throws IOException;

  /** Creates one directory whose parent exists; it must not exist itself. */
  void makeDirectory(Path path) throws IOException;

  /** Removes the entry of a file, which must exist. A reader that has it open keeps reading it. */
  void unlink(Path path) throws IOException;

  /** Removes an empty directory, which must exist. */
  void removeDirectory(Path path) throws IOException;

  /** Makes the entries of a directory durable. A failure is final, as with {@link VfsFile#sync}. */
  void syncDirectory(Path path) throws IOException;

  /**
   * The state of the volume that a path is on, or would be on, for judging a failure. Throws
   * nothing; {@link SystemState#UNKNOWN} where the words of an error say all there is to know.
   */
  default SystemState stateOf(Path path) {
    return SystemState.UNKNOWN;
  }
}
