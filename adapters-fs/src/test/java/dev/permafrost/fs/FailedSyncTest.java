package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.MachineFault;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A sync that failed is final for everyone who shares what it covered: on the machine, as on Linux,
 * a second one succeeds without what the first one lost.
 */
class FailedSyncTest {

  private static final Path COLD = Path.of("/cold");
  private static final Path HOT = Path.of("/hot");
  private static final Path KIND = COLD.resolve("ledgers");
  private static final ChunkId ONE = new ChunkId(1);
  private static final ChunkId TWO = new ChunkId(2);

  private final Machine machine = new Machine(Path.of("/catalog"), HOT);
  private final ArtifactStore artifacts =
      FileStores.artifacts(machine.newProcess(), COLD, List.of(FileStores.packFormat()));
  private final List<String> syncs = new ArrayList<>();

  @BeforeEach
  void watch() {
    machine.mount(COLD);
    machine.mount(HOT);
    machine.observe(
        step -> {
          if (step.name().equals("syncDirectory")) {
            syncs.add(step.subject());
          }
        });
  }

  @Test
  void itIsNotTriedAgainByAnAttemptOnAnotherChunk() {
    machine.failNextSync(KIND);
    assertThatExceptionOfType(DurabilityFailure.class).isThrownBy(() -> write(artifacts, ONE));

    assertThatExceptionOfType(DurabilityFailure.class)
        .isThrownBy(() -> write(artifacts, TWO))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(KIND.toString()));

    assertThat(syncs).containsOnlyOnce(KIND.toString());
  }

  @Test
  void aDirectoryThatCouldNotBeOpenedToBeSyncedHasLostNothing() {
    failOnce("syncDirectory", MachineFault.TOO_MANY_OPEN_FILES);
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> write(artifacts, ONE));

    assertThatCode(() -> write(artifacts, ONE)).doesNotThrowAnyException();

    assertThat(machine.isDurable(Path.of(artifacts.locate(ArtifactKind.LEDGERS, ONE)))).isTrue();
  }

  @Test
  void aDirectoryThatIsMadeAnewIsAnotherOne() {
    HotDirectories directories = FileStores.hotDirectories(machine.newProcess(), HOT);
    directories.make(ONE);
    machine.failNextSync(HOT.resolve(ONE.name()));
    assertThatExceptionOfType(DurabilityFailure.class)
        .isThrownBy(() -> directories.makeDurable(ONE));

    directories.wipe(ONE, name -> true);
    directories.make(ONE);
    directories.makeDurable(ONE);

    assertThat(machine.isDurable(HOT.resolve(ONE.name()))).isTrue();
  }

  /** The name is there to be read, and would not survive. */
  @Test
  void aRootWhoseNameCouldNotBeSyncedIsNamedByWritingItAgain() {
    Path name = COLD.resolve("PERMAFROST");
    try (StoreRoots roots = roots()) {
      roots.claim(RootRole.COLD);
      machine.failNextSync(name);
      assertThatExceptionOfType(DurabilityFailure.class)
          .isThrownBy(() -> roots.name(RootRole.COLD, StoreHolder.STORE));
    }

    try (StoreRoots roots = roots()) {
      roots.claim(RootRole.COLD);
      roots.name(RootRole.COLD, StoreHolder.STORE);

      assertThat(machine.isDurable(name)).isTrue();
    }
  }

  private StoreRoots roots() {
    RootPaths paths = new RootPaths(Path.of("/catalog"), HOT, COLD);
    return FileStores.roots(machine.newProcess(), paths, Set.of(ArtifactKind.LEDGERS), 1);
  }

  @Test
  void aProcessThatBeginsAnewTriesIt() {
    machine.failNextSync(KIND);
    assertThatExceptionOfType(DurabilityFailure.class).isThrownBy(() -> write(artifacts, ONE));
    ArtifactStore next =
        FileStores.artifacts(machine.newProcess(), COLD, List.of(FileStores.packFormat()));

    assertThatCode(() -> write(next, ONE)).doesNotThrowAnyException();
  }

  private void failOnce(String operation, MachineFault fault) {
    boolean[] done = {false};
    machine.failing(
        step -> {
          boolean now = !done[0] && step.name().equals(operation);
          done[0] |= now;
          return now ? Optional.of(fault) : Optional.empty();
        });
  }

  private static void write(ArtifactStore store, ChunkId chunk) {
    try (ArtifactWriter writer = store.create(ArtifactKind.LEDGERS, chunk)) {
      writer.append(ByteBuffer.allocate(10));
      writer.finish();
      writer.makeDurable();
    }
  }
}
