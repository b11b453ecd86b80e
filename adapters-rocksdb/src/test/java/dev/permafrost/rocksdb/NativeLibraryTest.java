package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library comes from where it was unpacked once, and nothing is extracted. */
final class NativeLibraryTest {

  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  @Test
  void itIsLoadedFromTheLibraryPathAndNothingIsExtracted(@TempDir Path hotRoot) throws IOException {
    Path unpacked = Path.of(System.getProperty("java.library.path"), "librocksdbjni.so");
    assumeTrue(Files.exists(unpacked), "the build unpacks no library for this platform");
    new HotFixture(hotRoot).create(1, 1);

    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left).noneMatch(file -> String.valueOf(file.getFileName()).contains("rocksdbjni"));
    }
    List<String> mapped =
        Files.readAllLines(MAPPINGS).stream().filter(line -> line.contains("rocksdbjni")).toList();
    assertThat(mapped)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).endsWith(unpacked.toRealPath().toString()));
  }
}
