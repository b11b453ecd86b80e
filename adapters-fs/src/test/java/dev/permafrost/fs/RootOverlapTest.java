package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.RootsOverlap;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootOverlapTest {

  private final MemoryVfs vfs = new MemoryVfs();

  @ParameterizedTest
  @CsvSource({
    // catalog, hot, cold
    "/d/catalog,/d/hot,/d",
    "/catalog,/hot,/",
    "//catalog,/hot//,//",
    "/a,/b,/c",
    "/a,/ab,/abc",
    "/d/catalog,/fast/hot,/d",
    "/c,/d/hot,/d",
    "/x/../d/catalog,/d/./hot,/d/y/..",
    "/a/b,/a/bc,/a/c",
  })
  void rootsApartOrInTheDefaultFormAreTaken(String catalog, String hot, String cold) {
    assertThatCode(() -> check(catalog, hot, cold)).doesNotThrowAnyException();
    assertThat(vfs.operations())
        .allSatisfy(operation -> assertThat(operation.name()).isIn("stat", "realPath"));
  }

  @ParameterizedTest
  @CsvSource({
    "/d,/d,/d",
    "/a,/a,/c",
    "/a,/b,/a",
    "/a,/b,/b",
    "/,/b,/c",
    "//,/b,/c",
    "/a,/,/c",
    "/a,/a/hot,/c",
    "/d/hot/catalog,/d/hot,/d",
    "/d/catalog,/d/catalog/hot,/d",
    "/d/catalog2,/d/hot,/d",
    "/d/catalog,/d/warm,/d",
    "/d/sub/catalog,/d/hot,/d",
    "/d/catalog,/d/hot,/d/hot/cold",
    "/d/ledgers,/d/hot,/d",
    "/d/hot,/d/catalog,/d",
    "/a/../b,/b,/c",
    "/a,/x,/a/x/../y",
  })
  void rootsEqualOrInsideEachOtherAreRefusedBeforeAnythingIsWritten(
      String catalog, String hot, String cold) throws IOException {
    assertThatExceptionOfType(RootsOverlap.class).isThrownBy(() -> check(catalog, hot, cold));
    assertThat(vfs.list(Path.of("/"))).isEmpty();
  }

  private void check(String catalog, String hot, String cold) {
    RootPaths paths = new RootPaths(Path.of(catalog), Path.of(hot), Path.of(cold));
    try (StoreRoots roots = FileStores.roots(vfs, paths, Set.of(ArtifactKind.LEDGERS))) {
      assertThat(roots).isNotNull();
    }
  }

  @Test
  void theFailureNamesBothRootsAsTheyWereGiven() {
    assertThatExceptionOfType(RootsOverlap.class)
        .isThrownBy(() -> check("/x/../a", "/a/hot", "/c"))
        .satisfies(
            failure -> {
              assertThat(failure.first()).isEqualTo("/x/../a");
              assertThat(failure.second()).isEqualTo("/a/hot");
            });
  }

  private static void checkOnDisk(Path catalog, Path hot, Path cold) {
    new RootOverlap(new Disk(PosixVfs.INSTANCE)).check(new RootPaths(catalog, hot, cold));
  }

  @Test
  void aLinkIsToldByWhereItLeads(@TempDir Path directory) throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    Path apart = directory.resolve("apart");

    assertThatExceptionOfType(RootsOverlap.class).isThrownBy(() -> checkOnDisk(real, link, apart));
    assertThatExceptionOfType(RootsOverlap.class)
        .isThrownBy(() -> checkOnDisk(real.resolve("not/yet"), link, apart));
    assertThatCode(() -> checkOnDisk(link.resolve("catalog"), real.resolve("hot"), link))
        .doesNotThrowAnyException();
  }

  @Test
  void twoDotsBehindALinkLeadAboveItsTarget(@TempDir Path directory) throws IOException {
    Path target = Files.createDirectories(directory.resolve("volume/inner"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    // By its text link/.. is the directory itself; really it is volume.
    assertThatExceptionOfType(RootsOverlap.class)
        .isThrownBy(
            () ->
                checkOnDisk(
                    link.resolve("../catalog"),
                    directory.resolve("volume/catalog"),
                    directory.resolve("cold")));
    assertThatCode(
            () ->
                checkOnDisk(
                    link.resolve("../catalog"),
                    directory.resolve("catalog"),
                    directory.resolve("cold")))
        .doesNotThrowAnyException();
  }

  @Test
  void twoDotsBehindWhatDoesNotExistYetLeadBack(@TempDir Path directory) {
    assertThatExceptionOfType(RootsOverlap.class)
        .isThrownBy(
            () ->
                checkOnDisk(
                    directory.resolve("missing/../a"),
                    directory.resolve("a"),
                    directory.resolve("cold")));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDefaultRootThatIsALinkOntoAnotherRootIsRefused(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("catalog"));
    Files.createSymbolicLink(directory.resolve("hot"), directory.resolve("catalog"));
    RootPaths paths = RootPaths.under(directory);

    assertThatExceptionOfType(RootsOverlap.class)
        .isThrownBy(() -> checkOnDisk(paths.catalog(), paths.hot(), paths.cold()));
  }
}
