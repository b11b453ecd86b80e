package example;

import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.net.URI;
import java.nio.file.Path;

/** Freezes one chunk of a lake: opens a store, or makes it, and drives the chunk. */
public final class FreezeOneChunk {

  private FreezeOneChunk() {}

  public static void main(String[] args) {
    System.out.println(
        freeze(URI.create(args[0]), Path.of(args[1]), new ChunkId(Integer.parseInt(args[2]))));
  }

  static FreezeResult freeze(URI lakeAddress, Path data, ChunkId chunk) {
    try (OpenStore<Store> opened = Permafrost.at(data).lake(lakeAddress).open()) {
      return opened.store().freezer().processChunk(chunk, opened.kinds(), CancelToken.NEVER);
    }
  }
}
