package dev.permafrost.app.command;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What the demonstration leaves behind, made once for all tests of a build: a lake of two chunks,
 * and a store in which both are frozen. Tests copy what they change, because other processes read
 * it at the same time.
 */
final class DemoStore {

  private static final String HOME = "permafrost-test-demo-";

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
      String build = System.getProperty("permafrost.test.build");
      try {
        return build == null ? ofThisProcess() : ofTheBuild(build);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static DemoStore ofThisProcess() throws IOException {
      Path home = Files.createTempDirectory(HOME);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home), "demo-removal"));
      return new DemoStore(home.resolve("made"), run(home.resolve("made")));
    }

    /** The first process of a build that asks makes it; the others wait for it. */
    private static DemoStore ofTheBuild(String build) throws IOException {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      Path home = Files.createDirectories(temporary.resolve(HOME + build.replace(':', '-')));
      Path directory = home.resolve("made");
      Path out = home.resolve("out");
      Path err = home.resolve("err");
      Path code = home.resolve("code");
      try (FileChannel lock = FileChannel.open(home.resolve("lock"), CREATE, WRITE);
          FileLock held = lock.lock()) {
        if (!Files.exists(code)) {
          removeThoseOfOtherBuilds(temporary, home);
          Ran ran = run(directory);
          Files.write(out, ran.bytes());
          Files.writeString(err, ran.err());
          Files.writeString(code, Integer.toString(ran.code()));
        }
        assertThat(held.isValid()).isTrue();
      }
      return new DemoStore(
          directory,
          new Ran(
              Integer.parseInt(Files.readString(code)),
              Files.readAllBytes(out),
              Files.readString(err),
              "demo"));
    }

    private static void removeThoseOfOtherBuilds(Path temporary, Path home) throws IOException {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(temporary, HOME + "*")) {
        for (Path other : homes) {
          if (!other.equals(home)) {
            remove(other);
          }
        }
      }
    }

    private static Ran run(Path directory) {
      return Line.run("demo", "--data", directory);
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

  private static void remove(Path tree) {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
