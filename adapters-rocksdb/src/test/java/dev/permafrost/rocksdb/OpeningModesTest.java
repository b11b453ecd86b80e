package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.testkit.disk.DiskTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rocksdb.RocksDB;

/**
 * What each way of opening lets RocksDB create. The check before it is skipped here: if it comes
 * too early, only these options prevent a new, empty database on a vanished volume.
 */
final class OpeningModesTest {

  private static final Set<String> ONE = Set.of("default");
  private static final Set<String> TWO = Set.of("default", "ledgers");

  @TempDir Path root;
  private final OpenHandles handles = new OpenHandles();

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(handles.below(root)).isZero();
  }

  @ParameterizedTest
  @EnumSource(DatabaseOptions.class)
  void openingForWritingMakesNoDatabaseWhereNoneIs(DatabaseOptions options) throws Exception {
    Path missing = root.resolve("missing");
    assertThatThrownBy(() -> open(missing, options, TWO, OpenDatabase.Mode.WRITE))
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("create_if_missing");
    assertThat(missing.resolve("CURRENT")).doesNotExist();

    Path empty = Files.createDirectory(root.resolve("empty"));
    assertThatThrownBy(() -> open(empty, options, TWO, OpenDatabase.Mode.WRITE))
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("create_if_missing");
    assertThat(empty.resolve("CURRENT")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(DatabaseOptions.class)
  void openingForReadingMakesNothingAtAllWhereNothingIs(DatabaseOptions options) throws Exception {
    assertThatThrownBy(() -> open(root.resolve("missing"), options, TWO, OpenDatabase.Mode.READ))
        .isInstanceOf(StorageFailure.class);
    Path empty = Files.createDirectory(root.resolve("empty"));
    assertThatThrownBy(() -> open(empty, options, TWO, OpenDatabase.Mode.READ))
        .isInstanceOf(StorageFailure.class);
    assertThat(DiskTree.on(root).snapshot()).containsOnlyKeys("empty");
  }

  @ParameterizedTest
  @EnumSource(DatabaseOptions.class)
  void creatingMakesNoDatabaseOverAnother(DatabaseOptions options) {
    open(root, options, TWO, OpenDatabase.Mode.CREATE);
    Map<String, String> before = DiskTree.on(root).snapshot();
    assertThatThrownBy(() -> open(root, options, TWO, OpenDatabase.Mode.CREATE))
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("error_if_exists");
    before.keySet().removeIf(name -> name.startsWith("LOG"));
    assertThat(DiskTree.on(root).snapshot()).containsAllEntriesOf(before);
  }

  @ParameterizedTest
  @EnumSource(DatabaseOptions.class)
  void openingMakesNoColumnFamilyThatIsNotThere(DatabaseOptions options) {
    open(root, options, ONE, OpenDatabase.Mode.CREATE);
    for (OpenDatabase.Mode mode : Set.of(OpenDatabase.Mode.WRITE, OpenDatabase.Mode.READ)) {
      assertThatThrownBy(() -> open(root, options, TWO, mode)).isInstanceOf(StorageFailure.class);
      assertThat(OpenDatabase.listFamilies(root, failures(root))).containsExactly("default");
    }
  }

  @Test
  void whatIsClosedIsRefusedToOtherThreads() throws Exception {
    OpenDatabase.Plan plan =
        new OpenDatabase.Plan(root, DatabaseOptions.CATALOG, ONE, false, failures(root));
    OpenDatabase database = OpenDatabase.open(plan, OpenDatabase.Mode.CREATE);
    database.close();
    FutureTask<Long> use =
        new FutureTask<>(() -> database.use("read", RocksDB::getLatestSequenceNumber));
    Thread other = new Thread(use, "another thread");
    other.setDaemon(true);
    other.start();
    assertThatThrownBy(() -> use.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  private static Failures failures(Path path) {
    return Failures.ofHot(HotFixture.CHUNK, path);
  }

  private static void open(
      Path path, DatabaseOptions options, Set<String> families, OpenDatabase.Mode mode) {
    OpenDatabase.open(new OpenDatabase.Plan(path, options, families, false, failures(path)), mode)
        .close();
  }
}
