package dev.permafrost.testkit.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operations of the machine that fail because a test says so, and what they leave. */
final class MachineFaultsTest {

  private static final Path FILE = Path.of("/file");
  private static final Path ROOT = Path.of("/");
  private static final ChunkId CHUNK = new ChunkId(1);

  private final Machine machine = new Machine(Path.of("/catalog"), Path.of("/hot"));
  private final Vfs vfs = machine.newProcess();

  private void fail(String operation, MachineFault fault) {
    machine.failing(step -> step.name().equals(operation) ? Optional.of(fault) : Optional.empty());
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed at once, if it were made
  void whatFailsHasNoEffectAndSaysWhyInTheWordsOfTheSystem() {
    for (MachineFault fault : MachineFault.values()) {
      fail("create", fault);

      assertThatThrownBy(() -> vfs.create(FILE).close())
          .isInstanceOf(
              fault == MachineFault.NO_PERMISSION
                  ? AccessDeniedException.class
                  : FileSystemException.class)
          .hasMessageContaining("/file");
    }
    assertThat(machine.tree()).isEmpty();
    assertThat(machine.openHandles()).isZero();
  }

  @Test
  void halfOfAWriteThatFailsForWantOfSpaceIsDone() throws IOException {
    try (VfsFile file = vfs.create(FILE)) {
      fail("writeAt", MachineFault.NO_SPACE);
      assertThatThrownBy(() -> file.writeAt(bytes("1234"), 0))
          .isInstanceOf(FileSystemException.class);
      assertThat(machine.tree()).isEqualTo(Map.of("/file", Optional.of(bytes("12"))));

      fail("writeAt", MachineFault.NO_PERMISSION);
      assertThatThrownBy(() -> file.writeAt(bytes("5678"), 0)).isInstanceOf(IOException.class);
      assertThat(machine.tree()).isEqualTo(Map.of("/file", Optional.of(bytes("12"))));
    }
  }

  @Test
  void aFailedSyncOfAFileLosesWhatItCoveredHoweverItFailed() throws IOException {
    for (MachineFault fault : MachineFault.values()) {
      Path path = Path.of("/" + fault);
      try (VfsFile file = vfs.create(path)) {
        vfs.syncDirectory(ROOT);
        file.writeAt(bytes("1234"), 0);
        fail("sync", fault);
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
        machine.failing(Machine.Failing.NOTHING);
        file.sync();

        assertThat(machine.isDurable(path)).as("%s", fault).isFalse();
      }
    }
  }

  @Test
  void aDirectoryThatCannotBeOpenedToBeSyncedLosesNothing() throws IOException {
    for (MachineFault fault : MachineFault.values()) {
      Path path = Path.of("/" + fault);
      vfs.makeDirectory(path);
      fail("syncDirectory", fault);
      assertThatThrownBy(() -> vfs.syncDirectory(ROOT)).isInstanceOf(IOException.class);
      machine.failing(Machine.Failing.NOTHING);
      vfs.syncDirectory(ROOT);

      boolean opened = fault == MachineFault.IO_ERROR || fault == MachineFault.NO_SPACE;
      assertThat(machine.isDurable(path)).as("%s", fault).isEqualTo(!opened);
    }
  }

  @Test
  void aDatabaseThrowsWhatItsPortHasForIt() {
    for (MachineFault fault : MachineFault.values()) {
      fail("catalog look", fault);
      assertThatThrownBy(() -> machine.catalog().look())
          .isInstanceOf(
              switch (fault) {
                case NO_SPACE -> NoSpace.class;
                case NO_PERMISSION -> PermissionDenied.class;
                case IO_ERROR, TOO_MANY_OPEN_FILES -> StorageUnavailable.class;
              });
      fail("hot look", fault);
      assertThatThrownBy(() -> machine.hot().look(CHUNK))
          .isInstanceOf(
              switch (fault) {
                case NO_SPACE -> NoSpace.class;
                case NO_PERMISSION -> PermissionDenied.class;
                case IO_ERROR, TOO_MANY_OPEN_FILES -> HotStoreUnavailable.class;
              });
    }
    assertThat(new DatabaseFaults(ROOT, ROOT).of(MachineFault.IO_ERROR, "hot sync witness", "1"))
        .isInstanceOf(DurabilityFailure.class);
  }

  @Test
  void aCommitMayFailWithItsEffectInPlace() {
    try (MetaStore store = machine.catalog().create()) {
      fail("catalog commit", MachineFault.IO_ERROR);
      assertThatThrownBy(() -> store.commit(MetaBatch.builder().put("a", "1").build()))
          .isInstanceOf(StorageUnavailable.class);
      assertThat(store.get("a")).isEmpty();

      fail("catalog commit, done", MachineFault.IO_ERROR);
      assertThatThrownBy(() -> store.commit(MetaBatch.builder().put("a", "1").build()))
          .isInstanceOf(StorageUnavailable.class);
      assertThat(store.get("a")).contains("1");
    }
  }

  @Test
  void whatIsLookedAtQuietlyNeverFails() {
    machine.failing(step -> Optional.of(MachineFault.IO_ERROR));

    assertThat(machine.quietly(() -> machine.catalog().look())).isNotNull();
    assertThatThrownBy(() -> machine.catalog().look()).isInstanceOf(StorageUnavailable.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
