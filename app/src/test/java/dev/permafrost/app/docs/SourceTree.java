package dev.permafrost.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the repository, without what a build makes. */
final class SourceTree {

  /** The directory that holds all modules. */
  static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();

  private SourceTree() {}

  /** Every Java source of every module, main and test. */
  static List<Path> javaSources() throws IOException {
    return filesEndingWith(".java");
  }

  /** Every page in Markdown. */
  static List<Path> pages() throws IOException {
    return filesEndingWith(".md");
  }

  private static List<Path> filesEndingWith(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(SourceTree::isSource)
          .sorted()
          .toList();
    }
  }

  private static boolean isSource(Path file) {
    for (Path name : ROOT.relativize(file)) {
      if (name.toString().equals("target") || name.toString().startsWith(".")) {
        return false;
      }
    }
    return Files.isRegularFile(file);
  }
}
