package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file system of the operating system, and the only class of this module that calls {@code
 * force}.
 *
 * <p>There is one instance in a process, because file locks belong to the process: the record of
 * held locks uses it as a key.
 */
final class PosixVfs implements Vfs {

  static final PosixVfs INSTANCE = new PosixVfs(FileChannel::open);

  /** Opens a file or a directory, as {@link FileChannel#open} does. */
  interface ChannelOpener {
    @MustBeClosed
    FileChannel open(Path path, OpenOption... options) throws IOException;
  }

  // The types in a mode, from sys/stat.h.
  private static final int TYPE_MASK = 0xF000;
  private static final int TYPE_FILE = 0x8000;
  private static final int TYPE_DIRECTORY = 0x4000;

  private final ChannelOpener channels;

  /**
   * For tests that observe syncs.
   *
   * @param channels opens all files and directories except those that are read or written past the
   *     cache
   */
  PosixVfs(ChannelOpener channels) {
    this.channels = channels;
  }

  /** {@code fsync}, for a file or a directory. */
  static void force(FileChannel channel) throws IOException {
    channel.force(true);
  }

  @Override
  public FileStat stat(Path path) throws IOException {
    try {
      return stat(path, new LinkOption[0]);
    } catch (NoSuchFileException missing) {
      return Files.isSymbolicLink(path) ? stat(path, LinkOption.NOFOLLOW_LINKS) : FileStat.MISSING;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Newer JDKs report it as a missing file, older ones only with the system's text.
      if (isBelowAFile(path)) {
        return FileStat.MISSING;
      }
      throw e;
    }
  }

  private static boolean isBelowAFile(Path path) {
    Path above = path.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return path.toRealPath();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  @MustBeClosed
  public VfsFile create(Path path) throws IOException {
    return open(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  @MustBeClosed
  public VfsFile openRead(Path path) throws IOException {
    requireFile(path);
    return open(path, StandardOpenOption.READ);
  }

  @Override
  @MustBeClosed
  public VfsFile openWrite(Path path) throws IOException {
    requireFile(path);
    return open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public Optional<VfsFile> openReadPastCache(Path path) throws IOException {
    requireFile(path);
    return DirectReads.open(path);
  }

  @Override
  public void link(Path path, Path newName) throws IOException {
    requireFile(path, LinkOption.NOFOLLOW_LINKS);
    Files.createLink(newName, path);
  }

  @Override
  public void rename(Path path, Path newName) throws IOException {
    requireFile(path, LinkOption.NOFOLLOW_LINKS);
    Files.move(path, newName, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    Files.createDirectory(path);
  }

  @Override
  public void unlink(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    Files.delete(path);
  }

  @Override
  public void removeDirectory(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(path.toString());
    }
    Files.delete(path);
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    if (stat(path).type() == FileStat.Type.FILE) {
      throw new NotDirectoryException(path.toString());
    }
    try (FileChannel channel = channels.open(path, StandardOpenOption.READ)) {
      force(channel);
    }
  }

  @Override
  public SystemState stateOf(Path path) {
    return SystemState.of(path);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the file that takes it over
  private VfsFile open(Path path, OpenOption... options) throws IOException {
    return new PosixFile(channels.open(path, options), () -> DirectWrites.open(path));
  }

  /** Opening a directory would succeed, and opening a pipe would wait for its other end. */
  private static void requireFile(Path path, LinkOption... options) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, options);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "Not a regular file");
    }
  }

  private static FileStat stat(Path path, LinkOption... options) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:dev,ino,nlink,size,mode", options);
    FileStat.Type type =
        switch ((int) number(attributes, "mode") & TYPE_MASK) {
          case TYPE_FILE -> FileStat.Type.FILE;
          case TYPE_DIRECTORY -> FileStat.Type.DIRECTORY;
          default -> FileStat.Type.OTHER;
        };
    return new FileStat(
        type,
        type == FileStat.Type.FILE ? number(attributes, "size") : 0,
        number(attributes, "dev"),
        number(attributes, "ino"),
        number(attributes, "nlink"));
  }

  private static long number(Map<String, Object> attributes, String name) {
    if (attributes.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("no " + name + " among " + attributes);
  }
}
