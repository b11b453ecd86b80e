package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a hot database says when its files are damaged: damage, where a file is missing or fails its
 * checksum, as soon as RocksDB can tell; and nothing, where its log is (which the witness is for).
 */
final class HotDamageTest {

  private static final int TABLED = 30;
  private static final int LOGGED = 20;

  @TempDir Path hotRoot;
  private final OpenHandles handles = new OpenHandles();
  private HotFixture fixture;

  @BeforeEach
  void createADatabase() {
    fixture = new HotFixture(hotRoot);
    fixture.create(TABLED, LOGGED);
    assertThat(fixture.readAllReadOnly()).isEqualTo(TABLED + LOGGED);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(handles.below(hotRoot)).isZero();
  }

  // Found before RocksDB is asked.

  @Test
  void whatIsMissingIsNamedByOurOwnLook() throws IOException {
    Files.delete(fixture.directory().resolve("CURRENT"));
    for (HotStoreDamaged failure : bothOpenings()) {
      assertThat(failure.damage()).isEqualTo("its file CURRENT is missing");
    }
    DiskTree.on(hotRoot).remove("00000007");
    for (HotStoreDamaged failure : bothOpenings()) {
      assertThat(failure.damage()).isEqualTo("the directory is missing");
    }
    assertThat(tree()).isEmpty();
  }

  private List<HotStoreDamaged> bothOpenings() {
    return List.of(
        catchThrowableOfType(HotStoreDamaged.class, () -> fixture.readAllReadOnly()),
        catchThrowableOfType(HotStoreDamaged.class, () -> fixture.readAllForWriting()));
  }

  // Found when it is opened.

  @Test
  void aMissingTableIsDamage() throws IOException {
    assertOpensDamaged(tables().get(0), null, "No such file");
  }

  @Test
  void aTableThatWasCutIsDamage() throws IOException {
    byte[] content = Files.readAllBytes(tables().get(0));
    assertOpensDamaged(
        tables().get(0), Arrays.copyOf(content, content.length / 2), "size mismatch");
  }

  @Test
  void aFlippedByteInTheFooterOfATableIsDamage() throws IOException {
    for (Path table : tables()) {
      byte[] content = Files.readAllBytes(table);
      content[content.length - 10] ^= 1;
      assertOpensDamaged(table, content, "");
    }
  }

  @Test
  void aMissingManifestIsDamage() throws IOException {
    assertOpensDamaged(manifest(), null, "MANIFEST");
  }

  @Test
  void anEmptyManifestIsDamage() throws IOException {
    assertOpensDamaged(manifest(), new byte[0], "MANIFEST");
  }

  @Test
  void aCurrentFileThatNamesNoManifestIsDamage() throws IOException {
    Path current = fixture.directory().resolve("CURRENT");
    for (String content : List.of("", "rubbish\n", "MANIFEST-000999\n", "MANIFEST-000005")) {
      assertOpensDamaged(current, content.getBytes(StandardCharsets.US_ASCII), "");
      assertThat(fixture.stores().look(CHUNK)).isEqualTo(DatabaseLook.PRESENT);
    }
  }

  @Test
  @Tag("exhaustive")
  void aFlippedByteOfTheManifestIsRefusedOrHarmless() throws IOException {
    byte[] sound = Files.readAllBytes(manifest());
    int refused = 0;
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= 1;
      Files.write(manifest(), damaged);
      try {
        assertThat(fixture.readAllReadOnly()).isEqualTo(TABLED + LOGGED);
      } catch (HotStoreDamaged | OtherColumnFamilies e) {
        refused++;
      }
    }
    // RocksDB takes a record whose length reaches beyond the file for the torn end of a crash.
    assertThat(refused).isGreaterThan(sound.length - 8);
  }

  @Test
  void aRecordOfTheManifestThatLooksRecycledIsDamage() throws IOException {
    byte[] content = Files.readAllBytes(manifest());
    content[6] ^= 4;
    assertOpensDamaged(manifest(), content, "its MANIFEST has a record of type 5");
    Files.write(manifest(), content);
    Failures failures = Failures.ofHot(CHUNK, fixture.directory());
    assertThatThrownBy(() -> OpenDatabase.listFamilies(fixture.directory(), failures))
        .isInstanceOf(HotStoreDamaged.class)
        .hasMessageContaining("type 5");
  }

  /** It is taken for the torn end of a crash: an older state, which the log that is there mends. */
  @Test
  @Tag("exhaustive")
  void aManifestThatWasCutIsRefusedOrMendedFromTheLog() throws IOException {
    byte[] sound = Files.readAllBytes(manifest());
    int refused = 0;
    int mended = 0;
    for (int length = 1; length < sound.length; length += 17) {
      Files.write(manifest(), Arrays.copyOf(sound, length));
      Map<String, String> before = tree();
      try {
        assertThat(fixture.readAllReadOnly()).isEqualTo(TABLED + LOGGED);
        mended++;
      } catch (HotStoreDamaged | OtherColumnFamilies e) {
        refused++;
      }
      assertThat(tree()).isEqualTo(before);
    }
    assertThat(refused).isPositive();
    assertThat(mended).isPositive();
  }

  // Found when it is read.

  @Test
  void aFlippedByteInTheDataOfATableIsDamageToWhoeverReadsIt() throws IOException {
    Path table = largestTable();
    byte[] content = Files.readAllBytes(table);
    content[1000] ^= 1;
    Files.write(table, content);
    Map<String, String> before = tree();
    try (HotView view = fixture.stores().openReadOnly(CHUNK, FAMILIES)) {
      HotStoreDamaged failure =
          catchThrowableOfType(HotStoreDamaged.class, () -> HotFixture.readAll(view));
      assertThat(failure.damage()).contains("checksum");
      assertThat(failure.chunk()).isEqualTo(CHUNK);
      assertThat(failure.path()).isEqualTo(fixture.directory().toString());
      assertThatThrownBy(() -> isThere(view, 0)).isInstanceOf(HotStoreDamaged.class);
      assertThat(isThere(view, TABLED + 1)).isTrue();
    }
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void aFlippedByteUnderTheHighestKeyIsDamageToWhoeverAsksForIt() throws IOException {
    Path hot = hotRoot.resolve("tabled");
    HotFixture tabled = new HotFixture(hot);
    tabled.create(TABLED, 0);
    Path table = tabled.files(".*\\.sst").get(0);
    for (Path each : tabled.files(".*\\.sst")) {
      table = Files.size(each) > Files.size(table) ? each : table;
    }
    byte[] content = Files.readAllBytes(table);
    content[TABLED * 3000 - 1000] ^= 1;
    Files.write(table, content);
    try (HotView view = tabled.stores().openReadOnly(CHUNK, FAMILIES)) {
      assertThatThrownBy(() -> view.highestKey(ColumnFamily.LEDGERS))
          .isInstanceOf(HotStoreDamaged.class);
    }
  }

  // Not found: what RocksDB does, and why there is a witness.

  @Test
  void withoutItsLogItOpensWithTheKeysOfItsTables() throws IOException {
    for (Path log : logs()) {
      Files.delete(log);
    }
    assertOpensWith(TABLED);
  }

  @Test
  void aFlippedByteInTheLogEndsItThere() throws IOException {
    byte[] content = Files.readAllBytes(lastLog());
    content[content.length / 2] ^= 1;
    Files.write(lastLog(), content);
    Map<String, String> before = tree();
    int found = fixture.readAllReadOnly();
    assertThat(found).isGreaterThan(TABLED).isLessThan(TABLED + LOGGED);
    assertThat(tree()).isEqualTo(before);
    assertThat(fixture.readAllForWriting()).isEqualTo(found);
  }

  @Test
  void aLogThatWasCutEndsThere() throws IOException {
    byte[] content = Files.readAllBytes(lastLog());
    Files.write(lastLog(), Arrays.copyOf(content, content.length - 1000));
    assertOpensWith(TABLED + LOGGED - 1);
  }

  private void assertOpensWith(int count) {
    Map<String, String> before = tree();
    assertThat(fixture.readAllReadOnly()).isEqualTo(count);
    assertThat(tree()).isEqualTo(before);
    assertThat(fixture.readAllForWriting()).isEqualTo(count);
  }

  /** Damages a file, expects both ways of opening to say so, and that mending it helps. */
  private void assertOpensDamaged(Path file, byte @Nullable [] content, String damage)
      throws IOException {
    byte[] sound = Files.readAllBytes(file);
    if (content == null) {
      Files.delete(file);
    } else {
      Files.write(file, content);
    }
    Map<String, String> before = tree();
    HotStoreDamaged failure =
        catchThrowableOfType(HotStoreDamaged.class, () -> fixture.readAllReadOnly());
    assertThat(failure).isNotNull();
    assertThat(failure.damage()).contains(damage);
    assertThat(failure.chunk()).isEqualTo(CHUNK);
    assertThat(failure.path()).isEqualTo(fixture.directory().toString());
    assertThat(tree()).as("a read-only opening changes nothing").isEqualTo(before);
    assertThatThrownBy(() -> fixture.readAllForWriting()).isInstanceOf(HotStoreDamaged.class);
    assertThat(handles.below(hotRoot)).isZero();
    Files.write(file, sound);
    assertThat(fixture.readAllReadOnly()).isEqualTo(TABLED + LOGGED);
  }

  private Map<String, String> tree() {
    return DiskTree.on(hotRoot).snapshot();
  }

  private List<Path> tables() throws IOException {
    return fixture.files(".*\\.sst");
  }

  private Path largestTable() throws IOException {
    Path largest = tables().get(0);
    for (Path table : tables()) {
      largest = Files.size(table) > Files.size(largest) ? table : largest;
    }
    return largest;
  }

  private Path manifest() throws IOException {
    return fixture.files("MANIFEST-.*").get(0);
  }

  private List<Path> logs() throws IOException {
    return fixture.files(".*\\.log");
  }

  private Path lastLog() throws IOException {
    return logs().get(logs().size() - 1);
  }

  private static boolean isThere(HotView view, int number) {
    byte[] key = HotFixture.key(number);
    try (HotCursor cursor = view.cursor(ColumnFamily.LEDGERS, key)) {
      return cursor.next() && cursor.borrowedKey().equals(ByteBuffer.wrap(key));
    }
  }
}
