package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.machine.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pack that a failed sync left in the cache and not on the disk. */
class PastCacheTest {

  private static final Path COLD = Path.of("/cold");
  private static final ChunkId CHUNK = new ChunkId(0);

  private final Machine machine = new Machine(Path.of("/catalog"), Path.of("/hot"));
  private final Vfs vfs = machine.newProcess();
  private final GoldenPack golden = GoldenPack.load("tiny-3");
  private final ArtifactStore store =
      FileStores.artifacts(vfs, COLD, List.of(FileStores.packFormat()));
  private final LedgerPacks packs = FileStores.ledgerPacks(vfs, COLD);
  private final Path file = COLD.resolve("ledgers/00000/00000000.pack");

  @BeforeEach
  void leaveItInTheCache() throws IOException {
    machine.mount(COLD);
    new StoreFixture(vfs).write(file, golden.pack());
    machine.failNextSync(file);
    try (VfsFile written = vfs.openWrite(file)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(written::sync);
    }
  }

  @Test
  void aSyncAfterOneThatFailedSucceedsAndThePackIsNotOnTheDisk() {
    store.makeDurableInPlace(ArtifactKind.LEDGERS, CHUNK);

    openAndClose();
    assertThatExceptionOfType(CorruptArtifact.class)
        .isThrownBy(() -> packs.openPastCache(CHUNK, golden.range()));
    assertThat(machine.isDurable(file)).isFalse();
    assertThat(machine.openHandles()).isZero();
  }

  @Test
  void whereNothingIsReadPastTheCacheACopyThatTakesItsPlaceIsDurable() {
    machine.readsPastCache(false);
    assertThat(packs.openPastCache(CHUNK, golden.range())).isEmpty();

    try (ArtifactWriter writer = store.createBeside(ArtifactKind.LEDGERS, CHUNK)) {
      writer.append(ByteBuffer.wrap(golden.pack()));
      writer.finish();
      writer.makeDurable();
    }

    openAndClose();
    assertThat(machine.isDurable(file)).isTrue();
  }

  private void openAndClose() {
    try (LedgerPack pack = packs.open(CHUNK, golden.range())) {
      assertThat(pack.sizeBytes()).isEqualTo(golden.pack().length);
    }
  }
}
