package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.read.ReadPosition;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void aProgramPushesLedgersAcrossABorderAndServesThem(@TempDir Path directory) {
    LedgerRange range = new LedgerRange(2, 10_021);
    List<ForgedLedger> ledgers = LedgerForge.small(7).ledgers(range);
    Path data = directory.resolve("data");

    PushAndServe.push(
        data,
        "Consumer Network",
        range.first(),
        ledgers.stream().map(ledger -> ByteBuffer.wrap(ledger.toBytes())).toList());

    assertTrue(Files.exists(data.resolve("ledgers/00000/00000000.pack")));
    List<Long> served = new ArrayList<>();
    try (OpenStore<Store> opened = Permafrost.at(data).open()) {
      ReadPosition end =
          PushAndServe.page(
              opened.store(),
              9_992,
              100,
              (sequence, raw) -> {
                assertEquals(ByteBuffer.wrap(ledgers.get((int) sequence - 2).toBytes()), raw);
                served.add(sequence);
              });
      assertEquals(10_022, end.next());
      assertEquals(ledgers.get(0).toBytes().length, PushAndServe.bytesOf(opened.store(), 2));
    }
    assertEquals(30, served.size());
  }
}
