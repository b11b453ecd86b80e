package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/**
 * One class of the domain with a mistake in it, compiled from its source, and a loader in which
 * every class of this project sees that one in place of the real one.
 */
final class ChangedSource {

  private static final Path DOMAIN = Path.of("../../domain/src/main/java");

  private ChangedSource() {}

  /**
   * Compiles it.
   *
   * @param file the source, below the domain's package
   * @param changes what is replaced by what; each must be there exactly once
   * @param out an empty directory for the classes
   */
  static ClassLoader compile(String file, Map<String, String> changes, Path out)
      throws IOException {
    String source = Files.readString(DOMAIN.resolve("dev/permafrost/domain").resolve(file));
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(source.split(java.util.regex.Pattern.quote(change.getKey()), -1))
          .as("%s has once: %s", file, change.getKey())
          .hasSize(2);
      source = source.replace(change.getKey(), change.getValue());
    }
    Path changed = out.resolve("source").resolve(Path.of(file).getFileName());
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, source);
    Path classes = Files.createDirectories(out.resolve("classes"));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                changed.toString());
    assertThat(failed).as("compiling %s", file).isZero();
    return new Mutated(classes);
  }

  /** Loads this project's classes itself, the changed ones first, and all others as usual. */
  private static final class Mutated extends URLClassLoader {

    Mutated(Path classes) throws MalformedURLException {
      super(urls(classes), Mutated.class.getClassLoader());
    }

    private static URL[] urls(Path classes) throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      urls.add(classes.toUri().toURL());
      for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(part).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith("dev.permafrost.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
