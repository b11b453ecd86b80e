package dev.permafrost.forge.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks over the files of a directory as an object store lists its keys: in the order of their
 * bytes, from behind a given key on, and no further than it is asked.
 *
 * @param prefix only keys that begin with it are visited
 * @param after only keys behind it are visited; empty for all
 */
record KeyWalk(String prefix, String after, Visitor visitor) {

  /** What a walk hands over. */
  interface Visitor {
    /** Takes one key; false ends the walk. */
    boolean visit(String key, Path file);
  }

  /** Walks below a directory. */
  void walk(Path directory) throws IOException {
    walk(directory, "");
  }

  private boolean walk(Path directory, String above) throws IOException {
    for (Entry entry : entries(directory)) {
      String key = above + entry.name();
      if (entry.isDirectory() ? !mayHold(key) : !isWanted(key)) {
        continue;
      }
      boolean goesOn =
          entry.isDirectory() ? walk(entry.path(), key) : visitor.visit(key, entry.path());
      if (!goesOn) {
        return false;
      }
    }
    return true;
  }

  private boolean mayHold(String directoryKey) {
    boolean prefixFits = directoryKey.startsWith(prefix) || prefix.startsWith(directoryKey);
    boolean reachesBehind =
        compare(directoryKey, after) > 0 || after.startsWith(directoryKey) || after.isEmpty();
    return prefixFits && reachesBehind;
  }

  private boolean isWanted(String key) {
    return key.startsWith(prefix) && compare(key, after) > 0;
  }

  private static List<Entry> entries(Path directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        entries.add(Entry.of(path));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    entries.sort((a, b) -> compare(a.name(), b.name()));
    return entries;
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** One entry of a directory; the name of a directory ends in a slash, as it does in keys. */
  private record Entry(String name, Path path, boolean isDirectory) {
    static Entry of(Path path) {
      boolean isDirectory = Files.isDirectory(path);
      return new Entry(path.getFileName() + (isDirectory ? "/" : ""), path, isDirectory);
    }
  }
}
