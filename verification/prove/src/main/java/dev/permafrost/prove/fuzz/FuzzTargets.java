package dev.permafrost.prove.fuzz;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the targets: the classes whose names end in {@code Fuzz}, in directories of classes. */
final class FuzzTargets {

  private static final String SUFFIX = "Fuzz.class";

  private FuzzTargets() {}

  /** The class names of all targets on a class path, in the order of their simple names. */
  static List<String> on(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(directory -> in(directory).stream())
        .sorted(Comparator.comparing(FuzzTargets::simpleName))
        .toList();
  }

  private static List<String> in(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(file -> directory.relativize(file).toString())
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .map(name -> name.replace(File.separatorChar, '.'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A target's name without its package. */
  static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** Makes a target by the name of its class. */
  static FuzzTarget make(String className) {
    try {
      return Class.forName(className)
          .asSubclass(FuzzTarget.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no fuzz target: " + className, e);
    }
  }
}
