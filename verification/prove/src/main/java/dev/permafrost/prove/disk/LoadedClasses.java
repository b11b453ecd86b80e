package dev.permafrost.prove.disk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads this project's classes before they are needed: where there is no descriptor left, a class
 * cannot be loaded from its file, and one that could not be loaded once never is.
 */
public final class LoadedClasses {

  private static final String OURS = "dev/permafrost/";
  private static final String ENDING = ".class";

  private LoadedClasses() {}

  /** Loads all that are on the class path. */
  public static void all() {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      try {
        if (Files.isDirectory(path)) {
          inDirectory(path);
        } else if (Files.isRegularFile(path)) {
          inJar(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void inDirectory(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.forEach(file -> load(directory.relativize(file).toString()));
    }
  }

  private static void inJar(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      jar.stream().forEach(entry -> load(entry.getName()));
    }
  }

  private static void load(String file) {
    String name = file.replace(File.separatorChar, '/');
    if (name.startsWith(OURS) && name.endsWith(ENDING) && !name.endsWith("-info.class")) {
      String className = name.substring(0, name.length() - ENDING.length()).replace('/', '.');
      try {
        Class.forName(className, false, LoadedClasses.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        // It needs what is not on this class path, and nothing here needs it.
      }
    }
  }
}
