package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.testkit.locale.SpokenLocale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D6: what RocksDB and the system say in another language has the same meaning. */
@Tag("mounts")
final class SpokenErrorsTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "de_DE", "tr_TR"})
  void fullAndReadOnlyVolumesAreToldByTheirStateInAnyLanguage(String name) throws Exception {
    Optional<SpokenLocale> locale =
        SpokenLocale.of(name, Files.createDirectory(temporary.resolve("locales")));
    assumeTrue(locale.isPresent(), "this machine has no locale " + name);
    try (SmallVolume volume = SmallVolume.mount(temporary, 12)) {
      HotFixture fixture = new HotFixture(volume.path());
      fixture.create(10, 10);
      volume.fill();

      assertThat(run(locale.get(), "full", volume.path()))
          .contains("create NoSpace BYTES", "catalog NoSpace BYTES");

      volume.makeReadOnly();
      assertThat(run(locale.get(), "read-only", volume.path()))
          .contains("open PermissionDenied", "create PermissionDenied");
    }
  }

  private static List<String> run(SpokenLocale locale, String what, Path root) throws Exception {
    return locale.run(List.of(), SpokenErrors.class, what, root);
  }
}
