package dev.permafrost.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The inputs of a target that are kept in the repository: the files in the directory {@code fuzz/},
 * then the target's simple name, of its module's test resources. What was once a finding stands
 * there for good, beside what reaches the corners of the code.
 */
public final class FuzzCorpus {

  private FuzzCorpus() {}

  /**
   * The kept inputs by their file's name.
   *
   * @return empty if none is kept
   */
  public static Map<String, byte[]> kept(Class<? extends FuzzTarget> target) {
    URL directory = target.getResource("/fuzz/" + target.getSimpleName());
    if (directory == null) {
      return Map.of();
    }
    Map<String, byte[]> kept = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(uri(directory)))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        kept.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(kept);
  }

  /** The seeds and the kept inputs, as new arrays. */
  public static List<byte[]> all(FuzzTarget target) {
    List<byte[]> all = new ArrayList<>(target.seeds());
    all.addAll(kept(target.getClass()).values());
    return all;
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has no such place: " + url, e);
    }
  }
}
