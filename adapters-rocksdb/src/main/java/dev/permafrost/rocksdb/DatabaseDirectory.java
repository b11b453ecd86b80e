package dev.permafrost.rocksdb;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a database, seen with our own eyes: RocksDB is never asked whether one is there,
 * because asking it creates files.
 *
 * @param path where it is
 */
record DatabaseDirectory(Path path) {

  /** What a look shows. */
  enum Look {
    MISSING,
    GUTTED,
    PRESENT
  }

  /** Looks and changes nothing; throws where it may not look. */
  Look look() throws IOException {
    BasicFileAttributes attributes = attributesOf(path);
    if (attributes == null) {
      requireDirectoryAbove();
      return Look.MISSING;
    }
    if (!attributes.isDirectory()) {
      return Look.GUTTED;
    }
    BasicFileAttributes current = attributesOf(path.resolve("CURRENT"));
    return current != null && current.isRegularFile() ? Look.PRESENT : Look.GUTTED;
  }

  /**
   * Below a file nothing is missing: newer JDKs say that there is no such file, older ones do not.
   */
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

  /**
   * The look, unless it finds a database.
   *
   * @return what is missing, in words, or null if a database is there
   */
  @Nullable String missing() throws IOException {
    return switch (look()) {
      case MISSING -> "the directory is missing";
      case GUTTED -> "its file CURRENT is missing";
      case PRESENT -> null;
    };
  }

  /** Whether nothing is in it, or it is not there. */
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
   * The bytes of its files, 0 if it is not there; a file that vanishes meanwhile counts nothing.
   */
  long sizeBytes() throws IOException {
    long total = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        BasicFileAttributes attributes = attributesOf(entry);
        total += attributes != null && attributes.isRegularFile() ? attributes.size() : 0;
      }
    } catch (NoSuchFileException e) {
      return 0;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return total;
  }

  /**
   * Removes everything in it, and not the directory itself; links in it are removed, not followed.
   */
  void clear() throws IOException {
    if (look() == Look.MISSING) {
      return;
    }
    Path top = path.toRealPath();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            if (!directory.equals(top)) {
              Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static @Nullable BasicFileAttributes attributesOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
