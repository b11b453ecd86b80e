package dev.permafrost.rocksdb;

import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.roots.DatabaseLook;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a database, read directly: RocksDB is never asked whether a database exists,
 * because asking creates files.
 *
 * @param path where it is
 */
record DatabaseDirectory(Path path) {

  /** Checks whether there is a database; changes nothing; throws if access is denied. */
  DatabaseLook look() throws IOException {
    BasicFileAttributes attributes = attributesOf(path);
    if (attributes == null) {
      requireDirectoryAbove();
      return DatabaseLook.MISSING;
    }
    if (!attributes.isDirectory()) {
      return DatabaseLook.GUTTED;
    }
    BasicFileAttributes current = attributesOf(path.resolve("CURRENT"));
    return current != null && current.isRegularFile() ? DatabaseLook.PRESENT : DatabaseLook.GUTTED;
  }

  /** If a parent is a file, newer JDKs report that there is no such file, older ones do not. */
  private void requireDirectoryAbove() throws IOException {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      BasicFileAttributes attributes = attributesOf(above);
      if (attributes != null) {
        if (!attributes.isDirectory()) {
          throw new NotDirectoryException(above.toString());
        }
        return;
      }
    }
  }

  /** Looks for a database; returns what is missing, in words, or null if there is one. */
  @Nullable String missing() throws IOException {
    return switch (look()) {
      case MISSING -> "the directory is missing";
      case GUTTED -> "its file CURRENT is missing";
      case PRESENT -> null;
    };
  }

  /** Whether it is empty, or does not exist. */
  boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * The bytes of its files, 0 if it does not exist; a file that is removed in the meantime counts
   * 0.
   */
  long sizeBytes() throws IOException {
    long total = 0;
    for (Path entry : entries()) {
      BasicFileAttributes attributes = attributesOf(entry);
      total += attributes != null && attributes.isRegularFile() ? attributes.size() : 0;
    }
    return total;
  }

  /** Whether it holds tables, or logs that are not empty: an interrupted creation has none. */
  boolean hasContent() throws IOException {
    if (isDirectory()) {
      for (Path entry : entries()) {
        if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
            && (DatabaseNames.isTable(name(entry))
                || (DatabaseNames.isLog(name(entry)) && Files.size(entry) > 0))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Its entries that are not files with a known name, sorted; or its own path, if it is not a
   * directory. Links are not followed: no database has one.
   */
  List<Path> foreign() throws IOException {
    if (attributesOf(path, LinkOption.NOFOLLOW_LINKS) == null) {
      return List.of();
    }
    if (!isDirectory()) {
      return List.of(path);
    }
    List<Path> foreign = new ArrayList<>();
    for (Path entry : entries()) {
      BasicFileAttributes attributes = attributesOf(entry, LinkOption.NOFOLLOW_LINKS);
      if (attributes != null
          && !(attributes.isRegularFile() && DatabaseNames.isKnown(name(entry)))) {
        foreign.add(entry);
      }
    }
    return foreign;
  }

  /**
   * Its files that are modified in place or appended to, and that have more than one name: writing
   * to them would change the other copy. Sorted.
   */
  List<String> shared() throws IOException {
    List<String> shared = new ArrayList<>();
    if (isDirectory()) {
      for (Path entry : entries()) {
        if (DatabaseNames.isOverwritten(name(entry)) && links(entry) > 1) {
          shared.add(entry.toString());
        }
      }
    }
    return shared;
  }

  /**
   * Removes its files, but not the directory itself.
   *
   * @throws ForeignEntry if it holds anything that does not belong to a database; nothing is
   *     removed then
   */
  void clear() throws IOException {
    for (Path entry : foreign()) {
      throw new ForeignEntry(entry.toString(), describe(entry));
    }
    for (Path entry : entries()) {
      Files.delete(entry);
    }
  }

  /** Syncs its files, even if another process wrote them, but not the directory itself. */
  void syncFiles(Failures failures) {
    List<Path> files;
    try {
      files = entries();
    } catch (IOException e) {
      throw failures.translateRead("look at", e);
    }
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        sync(file, failures);
      }
    }
  }

  /** Makes its entries durable. */
  void sync(Failures failures) {
    sync(path, failures);
  }

  private static void sync(Path path, Failures failures) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      force(channel, path, failures);
    } catch (IOException e) {
      throw failures.translate("open a file of", e);
    }
  }

  private static void force(FileChannel channel, Path path, Failures failures) {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw failures.notDurable(path, e);
    }
  }

  private boolean isDirectory() throws IOException {
    BasicFileAttributes attributes = attributesOf(path);
    return attributes != null && attributes.isDirectory();
  }

  /** Its entries, sorted; empty if it does not exist. */
  private List<Path> entries() throws IOException {
    List<Path> sorted = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      entries.forEach(sorted::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(sorted);
    return sorted;
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }

  /** How many names a file has; 0 if it is gone. */
  private static long links(Path file) throws IOException {
    try {
      return ((Number) Files.getAttribute(file, "unix:nlink")).longValue();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static String describe(Path entry) throws IOException {
    BasicFileAttributes found = attributesOf(entry, LinkOption.NOFOLLOW_LINKS);
    if (found == null) {
      return "gone by now";
    }
    if (found.isDirectory()) {
      return "a directory";
    }
    if (found.isSymbolicLink()) {
      return "a symbolic link";
    }
    return found.isRegularFile() ? "a file of " + found.size() + " bytes" : "no regular file";
  }

  private static @Nullable BasicFileAttributes attributesOf(Path path, LinkOption... options)
      throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
