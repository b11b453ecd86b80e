package dev.permafrost.domain.adopt;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interrupted move is finished. */
final class CutMoveTest {

  private static final Path LANDING = Path.of("/srv/landing");

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void aNameThatIsGoneAlreadyIsGoneDurablyBeforeTheFlip() {
    leaveAMoveThatWasCutBehindTheUnlink();

    try (Store store = machine.open();
        PackCandidates candidates =
            FileStores.packCandidates(machine.vfs, machine.roots.cold(), LANDING, true, 4711)) {
      machine.steps.off();
      AdoptionResult result =
          store
              .adoption()
              .move(candidates.candidate(ZERO), Optional.of(NETWORK), CancelToken.NEVER);
      assertThat(result.how()).isEqualTo(AdoptionResult.How.IN_PLACE);
    }

    assertThat(machine.steps.seen())
        .containsSubsequence(
            "sync " + machine.pack(ZERO),
            "syncDirectory " + LANDING,
            MemoryMetaStores.COMMIT + " " + machine.roots.catalog().resolve("rocksdb"));
  }

  private void leaveAMoveThatWasCutBehindTheUnlink() {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ZERO, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
    }
    try (MetaStore store = machine.metaStores.openExisting()) {
      store.commit(MetaBatch.builder().delete("chunk:00000000:ledgers").build());
    }
    machine.makeDirectories(LANDING);
  }
}
