package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that figures and checks depend on are those that the databases run with. */
final class HotTuningTest {

  private static final int LARGE_BYTES = 2 << 20;

  @TempDir Path hotRoot;

  @Test
  void itRunsWithTheOptionsThatWereMeasured() throws IOException {
    HotFixture fixture = new HotFixture(hotRoot);
    fixture.create(1, 1);
    Path witness = fixture.directory().resolve("WITNESS");
    assertThat(options(fixture.directory()))
        .contains(
            "wal_recovery_mode=kPointInTimeRecovery",
            "force_consistency_checks=true",
            "recycle_log_file_num=2",
            "atomic_flush=true",
            "paranoid_checks=true",
            "max_open_files=-1",
            "use_direct_io_for_flush_and_compaction=" + DirectIo.worksOn(witness),
            "writable_file_max_buffer_size=131072",
            "write_buffer_size=33554432",
            "compression=kNoCompression",
            "no_block_cache=true")
        .doesNotContain("checksum=kNoChecksum");
  }

  @Test
  void theCatalogRunsWithTheChecksThatFindDamage() throws IOException {
    RocksDbMetaStores stores = new RocksDbMetaStores(hotRoot);
    try (MetaStore store = stores.create()) {
      assertThat(store.scan("")).isEmpty();
    }
    assertThat(options(Path.of(stores.location())))
        .contains(
            "wal_recovery_mode=kPointInTimeRecovery",
            "force_consistency_checks=true",
            "paranoid_checks=true",
            "max_open_files=-1",
            "write_buffer_size=1048576",
            "max_manifest_file_size=1048576")
        .doesNotContain("checksum=kNoChecksum");
  }

  /** As RocksDB wrote them down. */
  private static List<String> options(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path newest =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith("OPTIONS-"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return Files.readAllLines(newest).stream().map(String::strip).toList();
    }
  }

  @Test
  void directIoIsTriedOnAFileAndNotGuessed() throws IOException {
    Path missing = hotRoot.resolve("missing");
    assertThat(DirectIo.worksOn(missing)).isFalse();
    assertThat(missing).doesNotExist();
    Path file = Files.write(hotRoot.resolve("file"), new byte[512]);
    String fileSystem = Files.getFileStore(file).type();
    assumeTrue(Set.of("ext4", "xfs").contains(fileSystem), "not known to do direct I/O");
    assertThat(DirectIo.worksOn(file)).isTrue();
  }

  /** A family that is hardly written must not keep every log alive. */
  @Test
  void logsAreRecycledAlthoughOneFamilyIsHardlyWritten() throws IOException {
    HotFixture fixture = new HotFixture(hotRoot);
    ByteBuffer large = ByteBuffer.allocateDirect(LARGE_BYTES);
    TreeSet<Integer> counts = new TreeSet<>();
    try (HotStore store = fixture.stores().create(CHUNK, FAMILIES, 0)) {
      HotFixture.commit(store, 0);
      for (int i = 1; i <= 80; i++) {
        store.commit(
            new HotBatch().put(ColumnFamily.LEDGERS, ByteBuffer.wrap(HotFixture.key(i)), large));
        counts.add(fixture.files(".*\\.log").size());
      }
    }
    assertThat(counts.last()).isLessThanOrEqualTo(3);
  }
}
