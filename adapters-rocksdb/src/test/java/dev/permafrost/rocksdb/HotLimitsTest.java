package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that is full, one that may not be written, and a directory that may not be entered. */
final class HotLimitsTest {

  private static final ChunkId OTHER = new ChunkId(8);

  @TempDir Path temporary;
  private final OpenHandles handles = new OpenHandles();

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(handles.below(temporary)).isZero();
  }

  @Test
  @Tag("mounts")
  void aFullVolumeIsNoSpaceAndLosesNothingAcknowledged() throws IOException {
    try (SmallVolume volume = SmallVolume.mount(temporary, 12)) {
      HotFixture fixture = new HotFixture(volume.path());
      int acknowledged = commitUntilFull(fixture);
      assertThat(acknowledged).isGreaterThan(1000);
      assertThat(fixture.readAllReadOnly()).isGreaterThanOrEqualTo(acknowledged);

      volume.fill();
      assertThatThrownBy(() -> create(fixture, OTHER)).isInstanceOf(NoSpace.class);
      assertThatThrownBy(() -> createCatalog(volume.path().resolve("catalog")))
          .isInstanceOf(NoSpace.class);
      assertThat(handles.below(temporary)).isZero();
    }
  }

  private static int commitUntilFull(HotFixture fixture) {
    int acknowledged = 0;
    try (HotStore store = fixture.stores().create(CHUNK, FAMILIES, 0)) {
      while (acknowledged < 1_000_000) {
        try {
          HotFixture.commit(store, acknowledged);
        } catch (NoSpace e) {
          assertThat(e.path()).isEqualTo(fixture.directory().toString());
          assertThat(e.notice()).isPresent();
          assertThatThrownBy(() -> HotFixture.commit(store, 0))
              .as("the store must be closed")
              .isInstanceOf(IllegalStateException.class);
          return acknowledged;
        }
        acknowledged++;
      }
    }
    throw new AssertionError("the volume is never full");
  }

  @Test
  @Tag("mounts")
  void aReadOnlyVolumeIsReadAndNotWritten() throws IOException {
    try (SmallVolume volume = SmallVolume.mount(temporary, 12)) {
      HotFixture fixture = new HotFixture(volume.path());
      fixture.create(10, 10);
      createCatalog(volume.path().resolve("catalog"));
      volume.makeReadOnly();
      Map<String, String> before = DiskTree.on(volume.path()).snapshot();

      assertThat(fixture.stores().look(CHUNK)).isEqualTo(DatabaseLook.PRESENT);
      assertThat(fixture.readAllReadOnly()).isEqualTo(20);
      assertThat(fixture.stores().readWitness(CHUNK).sequence()).isZero();
      assertThatThrownBy(() -> fixture.readAllForWriting()).isInstanceOf(PermissionDenied.class);
      assertThatThrownBy(() -> create(fixture, OTHER)).isInstanceOf(PermissionDenied.class);
      assertThatThrownBy(() -> fixture.stores().rewriteWitness(CHUNK, 1))
          .isInstanceOf(PermissionDenied.class);
      MetaStores catalog = RocksDbStores.metaStores(volume.path().resolve("catalog"));
      try (MetaStore store = catalog.openReadOnly()) {
        assertThat(store.get("a")).contains("1");
      }
      assertThatThrownBy(() -> open(catalog)).isInstanceOf(PermissionDenied.class);

      assertThat(DiskTree.on(volume.path()).snapshot()).isEqualTo(before);
    }
  }

  @Test
  void aDirectoryThatMayNotBeEnteredIsNotCalledMissing() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may enter every directory");
    HotFixture fixture = new HotFixture(temporary);
    fixture.create(1, 1);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("---------"));
    try {
      assertThatThrownBy(() -> fixture.stores().look(CHUNK)).isInstanceOf(PermissionDenied.class);
      assertThatThrownBy(() -> fixture.readAllReadOnly()).isInstanceOf(PermissionDenied.class);
      assertThatThrownBy(() -> fixture.readAllForWriting()).isInstanceOf(PermissionDenied.class);
      assertThatThrownBy(() -> fixture.stores().readWitness(CHUNK))
          .isInstanceOf(PermissionDenied.class);
    } finally {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aFileInPlaceOfTheRootIsNotCalledMissing() throws IOException {
    Path file = Files.write(temporary.resolve("file"), new byte[] {1});
    HotFixture fixture = new HotFixture(file);
    assertThatThrownBy(() -> fixture.stores().look(CHUNK)).isInstanceOf(HotStoreUnavailable.class);
    assertThatThrownBy(() -> fixture.readAllForWriting()).isInstanceOf(HotStoreUnavailable.class);
    assertThat(Files.readAllBytes(file)).containsExactly(1);
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNoDatabase() throws IOException {
    HotFixture fixture = new HotFixture(temporary);
    Files.write(fixture.directory(), new byte[] {1});
    assertThat(fixture.stores().look(CHUNK)).isEqualTo(DatabaseLook.GUTTED);
    assertThatThrownBy(() -> fixture.readAllForWriting()).isInstanceOf(HotStoreDamaged.class);
    assertThat(Files.readAllBytes(fixture.directory())).containsExactly(1);
  }

  @Test
  void aDirectoryOrADeadLinkInPlaceOfCurrentIsNoDatabase() throws IOException {
    HotFixture fixture = new HotFixture(temporary);
    Path current = Files.createDirectories(fixture.directory()).resolve("CURRENT");
    Files.createDirectory(current);
    assertThat(fixture.stores().look(CHUNK)).isEqualTo(DatabaseLook.GUTTED);
    Files.delete(current);
    Files.createSymbolicLink(current, temporary.resolve("nowhere"));
    assertThat(fixture.stores().look(CHUNK)).isEqualTo(DatabaseLook.GUTTED);
  }

  private static void create(HotFixture fixture, ChunkId chunk) {
    try (HotStore store = fixture.stores().create(chunk, FAMILIES, 0)) {
      HotFixture.commit(store, 0);
    }
  }

  private static void createCatalog(Path root) {
    try (MetaStore store = RocksDbStores.metaStores(root).create()) {
      store.commit(MetaBatch.builder().put("a", "1").build());
    }
  }

  private static void open(MetaStores catalog) {
    try (MetaStore store = catalog.openExisting()) {
      assertThat(store.get("a")).contains("1");
    }
  }
}
