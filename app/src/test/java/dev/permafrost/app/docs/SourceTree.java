package dev.permafrost.app.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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

  /**
   * A directory that a build makes is never entered: the tests of another process create and remove
   * files there at the same time.
   */
  private static List<Path> filesEndingWith(String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isMade(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().endsWith(suffix)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(found);
    return found;
  }

  private static boolean isMade(Path directory) {
    String name = directory.getFileName().toString();
    return !directory.equals(ROOT) && (name.equals("target") || name.startsWith("."));
  }
}
