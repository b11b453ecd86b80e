package dev.permafrost.app.command;

import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What the demonstration leaves behind, made once for all tests of a process: a lake of two chunks,
 * and a store in which both are frozen. Tests copy what they change.
 */
final class DemoStore {

  /** Gives the store to test methods that ask for it. */
  static final class Maker implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == DemoStore.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return Made.STORE;
    }
  }

  /**
   * The one of this process. Not kept by the extension's root, which ends with each class where
   * several processes share the classes.
   */
  private static final class Made {

    static final DemoStore STORE = make();

    private static DemoStore make() {
      try {
        Path directory = Files.createTempDirectory("permafrost-test-demo-").resolve("made");
        DemoStore store = new DemoStore(directory, Line.run("demo", "--data", directory));
        Runtime.getRuntime().addShutdownHook(new Thread(store::remove, "demo-removal"));
        return store;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Path directory;
  private final Ran ran;

  private DemoStore(Path directory, Ran ran) {
    this.directory = directory;
    this.ran = ran;
  }

  /** Where it is. */
  Path directory() {
    return directory;
  }

  /** How the demonstration went. */
  Ran ran() {
    return ran;
  }

  /** The lake, to be read only. */
  Path lake() {
    return directory.resolveSibling(directory.getFileName() + "-lake");
  }

  /** The lake's address without a server. */
  String lakeAddress() {
    return "file:" + lake();
  }

  /** Copies the store. */
  Path copyTo(Path target) {
    copy(directory, target, List.of());
    return target;
  }

  /** Copies a tree, as a backup would. */
  static void copy(Path from, Path to, List<Path> without) {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (without.stream().noneMatch(path::startsWith)) {
          Path target = to.resolve(from.relativize(path).toString());
          if (!Files.isDirectory(target)) {
            Files.copy(path, target);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove() {
    Path made = directory.getParent();
    try (Stream<Path> paths = Files.walk(made)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
