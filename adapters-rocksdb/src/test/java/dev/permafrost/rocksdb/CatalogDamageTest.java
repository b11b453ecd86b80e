package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStore.Entry;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged catalog is refused, and no damage makes it forget what it had acknowledged. */
final class CatalogDamageTest {

  @TempDir Path catalogRoot;
  private final OpenHandles handles = new OpenHandles();
  private MetaStores stores;
  private final List<Entry> committed = new ArrayList<>();

  @BeforeEach
  void createACatalog() {
    stores = RocksDbStores.metaStores(catalogRoot);
    try (MetaStore store = stores.create()) {
      for (int i = 0; i < 7; i++) {
        commit(store, i);
        // So that there are several tables, as a catalog has that was closed several times.
        ((RocksDbMetaStore) store).flush();
      }
    }
  }

  private void commit(MetaStore store, int chunk) {
    Entry entry = new Entry(String.format(Locale.ROOT, "chunk:%08d:ledgers", chunk), "frozen");
    store.commit(MetaBatch.builder().put(entry.key(), entry.value()).build());
    committed.add(entry);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(handles.below(catalogRoot)).isZero();
  }

  @Test
  void nothingAcknowledgedIsLostWithTheLog() throws IOException {
    for (Path log : files(".*\\.log")) {
      Files.delete(log);
    }
    assertThat(stored()).isEqualTo(committed);
  }

  @Test
  void whatIsInTheLogAloneIsMovedIntoATableOnClosing() throws IOException {
    try (MetaStore store = stores.openExisting()) {
      commit(store, 100);
      commit(store, 101);
    }
    for (Path log : files(".*\\.log")) {
      Files.delete(log);
    }
    assertThat(stored()).isEqualTo(committed);
  }

  @Test
  void nothingAcknowledgedIsLostByAFlippedByteInTheLog() throws IOException {
    for (Path log : files(".*\\.log")) {
      byte[] content = Files.readAllBytes(log);
      for (int i = 0; i < content.length; i++) {
        content[i] ^= 1;
      }
      Files.write(log, content);
    }
    assertThat(stored()).isEqualTo(committed);
    try (MetaStore store = stores.openExisting()) {
      assertThat(store.scan("")).isEqualTo(committed);
    }
  }

  @Test
  void whatAKilledProcessAcknowledgedIsThere() throws IOException {
    killedAfter(3);
    assertThat(stored()).isEqualTo(committed);
    assertThat(storedForWriting()).isEqualTo(committed);
  }

  @Test
  void aKilledProcesssLogThatIsDeletedIsDamage() throws IOException {
    killedAfter(3);
    for (Path log : files(".*\\.log")) {
      Files.delete(log);
    }
    assertThatThrownBy(this::stored).isInstanceOf(CatalogDamaged.class);
    assertThatThrownBy(this::storedForWriting).isInstanceOf(CatalogDamaged.class);
  }

  @Test
  @Tag("exhaustive")
  void aKilledProcesssLogThatIsCutOrFlippedAnywhereIsDamage() throws IOException {
    killedAfter(3);
    Path log = files(".*\\.log").get(0);
    byte[] sound = Files.readAllBytes(log);
    for (int i = 0; i < sound.length; i += 5) {
      byte[] flipped = sound.clone();
      flipped[i] ^= 1;
      Files.write(log, flipped);
      assertThatThrownBy(this::stored).as("byte %s", i).isInstanceOf(CatalogDamaged.class);
      Files.write(log, Arrays.copyOf(sound, i));
      assertThatThrownBy(this::stored).as("length %s", i).isInstanceOf(CatalogDamaged.class);
    }
    Files.write(log, sound);
    assertThat(stored()).isEqualTo(committed);
  }

  @Test
  void aCatalogIsNotMadeOverALogThatHoldsChangesThoughItsCurrentIsGone() throws IOException {
    killedAfter(3);
    Files.delete(catalogRoot.resolve("rocksdb/CURRENT"));
    for (Path table : files(".*\\.sst")) {
      Files.delete(table);
    }
    Map<String, Long> before = sizes();
    assertThatThrownBy(() -> stores.create()).isInstanceOf(CatalogDamaged.class);
    assertThat(sizes()).isEqualTo(before);
  }

  private Map<String, Long> sizes() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (Path file : files(".*")) {
      sizes.put(file.getFileName().toString(), Files.size(file));
    }
    return sizes;
  }

  @Test
  void nowAndThenWhatIsInTheLogIsMovedToWhereItIsNotLostWithIt() throws IOException {
    killedAfter(RocksDbMetaStore.FLUSH_INTERVAL);
    for (Path log : files(".*\\.log")) {
      Files.delete(log);
    }
    assertThat(stored()).isEqualTo(committed);
  }

  /** Leaves the files as a process shows them that commits some more and is not closed. */
  private void killedAfter(int commits) throws IOException {
    Path running = catalogRoot.resolveSibling(catalogRoot.getFileName() + "-killed");
    Path database = catalogRoot.resolve("rocksdb");
    try (MetaStore store = stores.openExisting()) {
      for (int i = 0; i < commits; i++) {
        commit(store, 100 + i);
      }
      Files.createDirectory(running);
      try (Stream<Path> files = Files.list(database)) {
        for (Path file : files.toList()) {
          Files.copy(file, running.resolve(file.getFileName()));
        }
      }
    }
    try (Stream<Path> files = Files.list(database)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(database);
    Files.move(running, database);
  }

  @Test
  void aMissingTableIsDamage() throws IOException {
    for (Path table : files(".*\\.sst")) {
      assertDamagedWithout(table);
    }
  }

  @Test
  void aMissingManifestIsDamage() throws IOException {
    assertDamagedWithout(files("MANIFEST-.*").get(0));
  }

  /** RocksDB takes it for the torn end of a crash and opens with fewer tables. */
  @Test
  @Tag("exhaustive")
  void aManifestThatWasCutIsDamageUnlessNothingIsLostWithIt() throws IOException {
    Path manifest = files("MANIFEST-.*").get(0);
    byte[] sound = Files.readAllBytes(manifest);
    for (int length = 0; length < sound.length; length += 7) {
      assertDamagedOrWhole(manifest, Arrays.copyOf(sound, length));
    }
  }

  @Test
  @Tag("exhaustive")
  void aFlippedByteOfTheManifestIsDamageUnlessNothingIsLostWithIt() throws IOException {
    Path manifest = files("MANIFEST-.*").get(0);
    byte[] sound = Files.readAllBytes(manifest);
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= 1;
      assertDamagedOrWhole(manifest, damaged);
    }
  }

  /** RocksDB would never return from a record that looks like one of a recycled log. */
  @Test
  void aRecordOfTheManifestThatLooksRecycledIsDamage() throws IOException {
    Path manifest = files("MANIFEST-.*").get(0);
    byte[] sound = Files.readAllBytes(manifest);
    int offset = 0;
    int records = 0;
    while (offset < sound.length) {
      for (int bit = 2; bit < Byte.SIZE; bit++) {
        byte[] damaged = sound.clone();
        damaged[offset + 6] ^= (byte) (1 << bit);
        Files.write(manifest, damaged);
        CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, this::stored);
        assertThat(failure.damage()).contains("type");
        assertThatThrownBy(this::storedForWriting).isInstanceOf(CatalogDamaged.class);
      }
      records++;
      offset += 7 + Byte.toUnsignedInt(sound[offset + 4]) + (sound[offset + 5] << 8);
    }
    assertThat(records).isGreaterThan(committed.size());
  }

  @Test
  void aWitnessThatIsMissingOrNotSoundIsDamage() throws IOException {
    Path witness = files("WITNESS").get(0);
    assertDamagedWithout(witness);
    byte[] sound = Files.readAllBytes(witness);
    for (int slot = 0; slot < 2; slot++) {
      byte[] damaged = sound.clone();
      damaged[slot * WitnessSlot.BYTES + 20] ^= 1;
      Files.write(witness, damaged);
      assertThat(stored()).as("the other slot counts").isEqualTo(committed);
    }
    Files.write(witness, new byte[sound.length]);
    assertThatThrownBy(this::stored).isInstanceOf(CatalogDamaged.class);
    assertThatThrownBy(this::storedForWriting).isInstanceOf(CatalogDamaged.class);
  }

  @Test
  void aCatalogThatFallsBehindItsWitnessCanBeAcceptedAsItIs() throws IOException {
    killedAfter(3);
    for (Path log : files(".*\\.log")) {
      Files.delete(log);
    }
    CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, this::storedForWriting);
    assertThat(failure.isReadable()).isTrue();
    assertThat(failure.damage()).isEqualTo("it holds 7 changes, its witness says 10");
    assertThat(stores.readAsIs().entries()).isEqualTo(committed.subList(0, 7));
    stores.acceptAsIs();
    assertThat(storedForWriting()).isEqualTo(committed.subList(0, 7));
  }

  @Test
  void aCatalogThatCannotBeReadIsNotCalledReadableForWantOfAWitness() throws IOException {
    Path table = files(".*\\.sst").get(0);
    byte[] content = Files.readAllBytes(table);
    content[5] ^= 1;
    Files.write(table, content);
    Files.delete(files("WITNESS").get(0));
    CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, this::stored);
    assertThat(failure.isReadable()).isFalse();
    assertThat(failure.damage()).contains("checksum");
    Map<String, String> before = DiskTree.on(catalogRoot).snapshot();
    assertThatThrownBy(() -> stores.readAsIs()).isInstanceOf(CatalogDamaged.class);
    assertThatThrownBy(() -> stores.acceptAsIs()).isInstanceOf(CatalogDamaged.class);
    assertThat(DiskTree.on(catalogRoot).snapshot()).isEqualTo(before);
  }

  @Test
  void aCatalogWithTablesThatLostItsCurrentIsNeverMadeAgainOverThem() throws IOException {
    byte[] current = Files.readAllBytes(files("CURRENT").get(0));
    Files.delete(files("CURRENT").get(0));
    Map<String, String> before = DiskTree.on(catalogRoot).snapshot();
    CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, this::create);
    assertThat(failure.damage()).contains("CURRENT", "tables");
    assertThat(failure.isReadable()).isFalse();
    assertThat(DiskTree.on(catalogRoot).snapshot()).isEqualTo(before);
    Files.write(catalogRoot.resolve("rocksdb/CURRENT"), current);
    assertThat(stored()).isEqualTo(committed);
  }

  private void create() {
    try (MetaStore store = stores.create()) {
      assertThat(store.scan("")).isEmpty();
    }
  }

  @Test
  void changesThatNeverReachedTheWitnessAreThere() throws IOException {
    Path witness = files("WITNESS").get(0);
    byte[] older = Files.readAllBytes(witness);
    try (MetaStore store = stores.openExisting()) {
      store.commit(MetaBatch.builder().put("z", "killed before its witness").build());
    }
    Files.write(witness, older);
    assertThat(stored()).hasSize(committed.size() + 1);
  }

  private void assertDamagedOrWhole(Path manifest, byte[] content) throws IOException {
    byte[] sound = Files.readAllBytes(manifest);
    Files.write(manifest, content);
    Map<String, String> before = DiskTree.on(catalogRoot).snapshot();
    try {
      assertThat(stored()).isEqualTo(committed);
    } catch (CatalogDamaged refused) {
      assertThatThrownBy(this::storedForWriting).isInstanceOf(CatalogDamaged.class);
    }
    assertThat(DiskTree.on(catalogRoot).snapshot()).isEqualTo(before);
    Files.write(manifest, sound);
  }

  @Test
  void aFlippedByteInATableIsDamageToWhoeverReadsIt() throws IOException {
    Path table = files(".*\\.sst").get(0);
    byte[] content = Files.readAllBytes(table);
    content[5] ^= 1;
    Files.write(table, content);
    Map<String, String> before = DiskTree.on(catalogRoot).snapshot();
    assertThatThrownBy(this::stored).isInstanceOf(CatalogDamaged.class);
    assertThatThrownBy(this::storedForWriting).isInstanceOf(CatalogDamaged.class);
    assertThat(DiskTree.on(catalogRoot).snapshot()).isEqualTo(before);
  }

  @Test
  void aCatalogThatIsNotThereIsDamageThatNamesIt() throws IOException {
    Files.delete(catalogRoot.resolve("rocksdb/CURRENT"));
    Map<String, String> before = DiskTree.on(catalogRoot).snapshot();
    CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, this::stored);
    assertThat(failure.path()).isEqualTo(catalogRoot.resolve("rocksdb").toString());
    assertThat(failure.damage()).isEqualTo("its file CURRENT is missing");
    assertThat(DiskTree.on(catalogRoot).snapshot()).isEqualTo(before);
    DiskTree.on(catalogRoot).remove("rocksdb");
    failure = catchThrowableOfType(CatalogDamaged.class, this::stored);
    assertThat(failure.damage()).isEqualTo("the directory is missing");
  }

  private void assertDamagedWithout(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    Map<String, String> before = DiskTree.on(catalogRoot).snapshot();
    assertThatThrownBy(this::stored).isInstanceOf(CatalogDamaged.class);
    assertThat(DiskTree.on(catalogRoot).snapshot()).isEqualTo(before);
    Files.write(file, content);
    assertThat(stored()).isEqualTo(committed);
  }

  private List<Entry> stored() {
    try (MetaStore store = stores.openReadOnly()) {
      return store.scan("");
    }
  }

  private List<Entry> storedForWriting() {
    try (MetaStore store = stores.openExisting()) {
      return store.scan("");
    }
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(catalogRoot.resolve("rocksdb"))) {
      List<Path> found =
          files
              .filter(file -> String.valueOf(file.getFileName()).matches(pattern))
              .sorted()
              .toList();
      assertThat(found).as("files %s", pattern).isNotEmpty();
      return found;
    }
  }
}
