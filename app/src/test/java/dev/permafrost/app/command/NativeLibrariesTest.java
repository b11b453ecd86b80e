package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.app.Main;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.locale.SpokenLocale;
import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D4: native libraries that cannot be loaded, by the command and by a separate program. */
@Tag("mounts")
final class NativeLibrariesTest {

  private static final String ROCKSDB = "librocksdbjni.so";

  @TempDir Path temporary;

  private final List<Path> mounted = new ArrayList<>();

  @AfterEach
  void unmount() throws Exception {
    for (Path volume : mounted) {
      assertThat(Programs.succeeds("umount", volume.toString())).isTrue();
    }
  }

  @Test
  void d4ATemporaryDirectoryThatIsNotThereOrIsReadOnlyIsNamedWithTheLibraryPath() throws Exception {
    Path absent = temporary.resolve("absent");
    assertNamed(run(absent, temporary, Main.class, freeze()), "rocksdbjni", absent);
    assertNamed(run(absent, temporary, OpenedByLibrary.class, data()), "rocksdbjni", absent);
    assertNamed(run(absent, temporary, Main.class, forge()), "zstd-jni", absent);

    Path readOnly = mount("ro");
    assertNamed(run(readOnly, temporary, Main.class, freeze()), "rocksdbjni", readOnly);
    assertNamed(run(readOnly, temporary, Main.class, forge()), "zstd-jni", readOnly);
    assertThat(data()).doesNotExist();
    assertThat(temporary.resolve("lake")).doesNotExist();
  }

  @Test
  void d4ATemporaryDirectoryThatIsMountedNoexecIsNamedWithTheLibraryPath() throws Exception {
    Path noexec = mount("noexec");
    assertNamed(run(noexec, temporary, Main.class, freeze()), "rocksdbjni", noexec);
    assertNamed(run(noexec, temporary, OpenedByLibrary.class, data()), "rocksdbjni", noexec);
    assertNamed(run(noexec, temporary, Main.class, forge()), "zstd-jni", noexec);
    assertThat(data()).doesNotExist();
  }

  @Test
  void d4TheCodecsLibraryIsMissedBeforeAStoreIsMadeToo() throws Exception {
    Path unpacked = Path.of(System.getProperty("java.library.path"), ROCKSDB);
    assumeTrue(Files.exists(unpacked), "the build unpacks no library for this platform");
    Path only = Files.createDirectory(temporary.resolve("only"));
    Files.copy(unpacked, only.resolve(ROCKSDB));
    Path absent = temporary.resolve("absent");

    assertNamed(run(absent, only, OpenedByLibrary.class, data()), "zstd-jni", absent);
    assertNamed(run(absent, only, Main.class, freeze()), "zstd-jni", absent);
    assertThat(data()).doesNotExist();
  }

  private Path data() {
    return temporary.resolve("data");
  }

  private Object[] freeze() {
    return new Object[] {"freeze", "--chunk", "0", "--data", data()};
  }

  private Object[] forge() {
    return new Object[] {
      "lake", "forge", "--first", "2", "--ledgers", "2", "--out", temporary.resolve("lake")
    };
  }

  private List<String> run(Path tmp, Path libraries, Class<?> main, Object... arguments)
      throws Exception {
    return SpokenLocale.of("POSIX", temporary)
        .orElseThrow()
        .run(
            List.of("-Djava.io.tmpdir=" + tmp, "-Djava.library.path=" + libraries),
            main,
            arguments);
  }

  private static void assertNamed(List<String> said, String library, Path directory) {
    assertThat(said).as("%s", said).last().isEqualTo("exit 4");
    assertThat(String.join("\n", said))
        .contains("native library " + library)
        .contains(directory.toString())
        .contains("java.library.path")
        .contains("PF-NATIVE")
        .doesNotContain("unexpected");
  }

  private Path mount(String how) throws IOException, InterruptedException {
    Path volume = Files.createDirectory(temporary.resolve(how));
    assumeTrue(
        Programs.succeeds(
            "mount", "-t", "tmpfs", "-o", "size=32m," + how, "tmpfs", volume.toString()),
        "mounting a small volume is not allowed here");
    mounted.add(volume);
    assertThat(DiskTree.on(volume).snapshot()).isEmpty();
    return volume;
  }
}
