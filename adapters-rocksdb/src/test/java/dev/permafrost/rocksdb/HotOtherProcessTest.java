package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.hot.HotStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.MutableColumnFamilyOptions;

/** What another process does to a hot database, and what a killed one leaves. */
final class HotOtherProcessTest {

  private static final int FIRST = 5;

  @TempDir Path hotRoot;
  private final OpenHandles handles = new OpenHandles();
  private HotFixture fixture;

  @BeforeEach
  void createADatabase() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell to start a process with");
    fixture = new HotFixture(hotRoot);
  }

  @Test
  void whatAnotherProcessHoldsIsUnavailableUntilItIsKilledAndThenAllIsThere() throws Exception {
    fixture.create(0, FIRST);
    Process process = HotProcess.start("", "hold", hotRoot);
    try (BufferedReader output = HotProcess.output(process)) {
      assertThat(output.readLine()).isEqualTo("holding");
      assertThatThrownBy(() -> fixture.readAllForWriting()).isInstanceOf(HotStoreUnavailable.class);
      assertThat(fixture.readAllReadOnly()).isEqualTo(FIRST + 10);
      process.destroyForcibly();
    }
    process.waitFor();
    assertThat(fixture.readAllForWriting()).isEqualTo(FIRST + 10);
    assertThat(handles.below(hotRoot)).isZero();
  }

  @Test
  void tooManyOpenFilesIsUnavailableAndNotDamage() throws Exception {
    int tables = manyTables();
    assertThat(reading("ulimit -n 512 &&")).isEqualTo("read " + tables);
    assertThat(reading("ulimit -n 64 &&"))
        .startsWith("HotStoreUnavailable")
        .contains("Too many open files");
    assertThat(fixture.readAllReadOnly()).isEqualTo(tables);
  }

  /** A database of more tables than a process with few descriptors can open. */
  private int manyTables() throws IOException {
    int values = 0;
    fixture.create(0, 0);
    while (fixture.files(".*\\.sst").size() < 64) {
      try (HotStore store = fixture.stores().openExisting(HotFixture.CHUNK, HotFixture.FAMILIES)) {
        withoutCompaction(store);
        for (int i = 0; i < 70; i++) {
          HotFixture.commit(store, values++);
          HotFixture.flush(store);
        }
      }
    }
    return values;
  }

  private static void withoutCompaction(HotStore store) {
    OpenDatabase database = ((RocksDbHotStore) store).database();
    database.use(
        "tune",
        rocks -> {
          for (String family : new String[] {"default", "ledgers"}) {
            rocks.setOptions(
                database.family(family),
                MutableColumnFamilyOptions.builder().setDisableAutoCompactions(true).build());
          }
          return true;
        });
  }

  private String reading(String limit) throws Exception {
    Process process = HotProcess.start(limit, "read", hotRoot);
    try (BufferedReader output = HotProcess.output(process)) {
      String answer = output.readLine();
      assertThat(process.waitFor()).isZero();
      return String.valueOf(answer);
    }
  }
}
