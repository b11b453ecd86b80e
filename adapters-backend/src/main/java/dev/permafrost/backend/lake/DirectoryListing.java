package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeForbidden;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lists the keys of a lake in a directory: the files in it and in its folders. A lake's folders
 * hold no folders.
 */
final class DirectoryListing implements KeyListing {

  private final Path root;

  DirectoryListing(Path root) {
    this.root = root;
  }

  @Override
  public Optional<Page> page(String after, int most, Deadline deadline) {
    try {
      return Optional.of(page(after, most));
    } catch (NoSuchFileException e) {
      return Optional.of(new Page(List.of(), List.of(), false));
    } catch (AccessDeniedException e) {
      throw new LakeForbidden(e.getFile(), 0, "the directory may not be read");
    } catch (IOException e) {
      throw new BackendUnreachable(root.toString(), "listing failed: " + e.getMessage(), e);
    }
  }

  private Page page(String after, int most) throws IOException {
    List<String> keys = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (String entry : sortedNames(root, "")) {
      boolean isFolder = entry.endsWith("/");
      if (isFolder && entry.compareTo(after) < 0 && !after.startsWith(entry)) {
        continue;
      }
      for (String key : isFolder ? sortedNames(root.resolve(entry), entry) : List.of(entry)) {
        if (key.endsWith("/") || key.compareTo(after) <= 0) {
          continue;
        }
        if (keys.size() == most) {
          return new Page(keys, sizes, true);
        }
        keys.add(key);
        sizes.add(size(root.resolve(key)));
      }
    }
    return new Page(keys, sizes, false);
  }

  /** A file that was removed in the meantime, or cannot be accessed, has none. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return UNKNOWN_SIZE;
    }
  }

  private static Iterable<String> sortedNames(Path directory, String above) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(above + entry.getFileName() + (Files.isDirectory(entry) ? "/" : ""));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
