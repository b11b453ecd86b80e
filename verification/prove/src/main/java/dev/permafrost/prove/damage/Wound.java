package dev.permafrost.prove.damage;

import dev.permafrost.prove.disk.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

/** One way to damage a database. It is done to a copy of a specimen. */
@FunctionalInterface
interface Wound {

  /**
   * Damages a database.
   *
   * @param directory where it is
   * @param older the same database as it was earlier
   * @param random draws the positions
   */
  void strike(Path directory, Path older, Random random) throws IOException;

  /** The file of a kind that holds most: the newest of several that are equal. */
  static Path file(Path directory, String pattern) {
    List<Path> files =
        WorkDirectory.list(directory).stream()
            .filter(path -> String.valueOf(path.getFileName()).matches(pattern))
            .toList();
    ToLongFunction<Path> size =
        path -> {
          try {
            return Files.size(path);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return files.stream()
        .max(Comparator.comparingLong(size).thenComparing(Comparator.naturalOrder()))
        .orElseThrow(() -> new IllegalStateException("no " + pattern + " in " + directory));
  }

  /** All files of a kind are deleted. */
  static Wound deleteAll(String pattern) {
    return (directory, older, random) -> {
      for (Path path : WorkDirectory.list(directory)) {
        if (String.valueOf(path.getFileName()).matches(pattern)) {
          Files.delete(path);
        }
      }
    };
  }

  /** One file is deleted. */
  static Wound delete(String pattern) {
    return (directory, older, random) -> Files.delete(file(directory, pattern));
  }

  /** One bit is flipped somewhere in a part of a file, its ends given as fractions. */
  static Wound flip(String pattern, double from, double to) {
    return rewrite(
        pattern,
        (content, random) -> {
          int position = position(content, from, to, random);
          content[position] ^= (byte) (1 << random.nextInt(Byte.SIZE));
          return content;
        });
  }

  /** A file loses its end, anything from one byte to all but the first of a part of it. */
  static Wound truncate(String pattern, double from, double to) {
    return rewrite(
        pattern, (content, random) -> Arrays.copyOf(content, position(content, from, to, random)));
  }

  /** The end of a file is zeros. */
  static Wound zeroTail(String pattern, double from, double to) {
    return rewrite(
        pattern,
        (content, random) -> {
          Arrays.fill(content, position(content, from, to, random), content.length, (byte) 0);
          return content;
        });
  }

  /** What a crash may leave behind the last record of a file. */
  static Wound garbageBehind(String pattern) {
    return rewrite(
        pattern,
        (content, random) -> {
          byte[] garbage = new byte[1 + random.nextInt(2_000)];
          random.nextBytes(garbage);
          byte[] longer = Arrays.copyOf(content, content.length + garbage.length);
          System.arraycopy(garbage, 0, longer, content.length, garbage.length);
          return longer;
        });
  }

  /** Changes the content of a file. */
  interface Change {
    byte[] of(byte[] content, Random random);
  }

  /** A file gets another content. */
  static Wound rewrite(String pattern, Change change) {
    return (directory, older, random) -> {
      Path path = file(directory, pattern);
      Files.write(path, change.of(Files.readAllBytes(path), random));
    };
  }

  private static int position(byte[] content, double from, double to, Random random) {
    int first = (int) (content.length * from);
    int behind = Math.max(first + 1, (int) (content.length * to));
    return Math.min(content.length - 1, first + random.nextInt(behind - first));
  }
}
