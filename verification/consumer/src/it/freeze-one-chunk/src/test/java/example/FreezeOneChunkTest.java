package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezeOneChunkTest {

  @Test
  void aProgramThatDependsOnTheInstalledJarsFreezesAChunk(@TempDir Path directory)
      throws IOException {
    Path lake = directory.resolve("lake");
    LakeForge.into(lake, new LakeShape("Consumer Network", 64, 100, "zst"))
        .forge(LedgerForge.small(7), new LedgerRange(2, 10_047));

    FreezeResult result =
        FreezeOneChunk.freeze(lake.toUri(), directory.resolve("data"), new ChunkId(0));

    assertEquals("lake", result.source());
    assertEquals(10_000, result.ledgers());
    Path pack = directory.resolve("data/ledgers/00000/00000000.pack");
    assertTrue(Files.exists(pack));

    WiredByHand.freeze(lake.toUri(), directory.resolve("wired"), new ChunkId(0));
    assertEquals(
        -1, Files.mismatch(pack, directory.resolve("wired/ledgers/00000/00000000.pack")));
  }
}
