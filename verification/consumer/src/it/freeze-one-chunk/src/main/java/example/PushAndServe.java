package example;

import dev.permafrost.domain.ingest.Acknowledged;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.read.LedgerReceiver;
import dev.permafrost.domain.read.ReadPosition;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Pushes ledgers as a network closes them, and serves pages of them: what a daemon does. */
public final class PushAndServe {

  private PushAndServe() {}

  static void push(Path data, String network, long first, Iterable<ByteBuffer> ledgers) {
    try (OpenStore<Store> opened = Permafrost.at(data).open();
        LiveIngest live = opened.store().ingest().live(network, first)) {
      for (ByteBuffer raw : ledgers) {
        Acknowledged done = live.append(raw);
        // It is durable. Where it filled its chunk, that one is settled, best on another thread.
        done.completed().ifPresent(chunk -> settle(opened, chunk));
      }
    }
  }

  private static void settle(OpenStore<Store> opened, ChunkId chunk) {
    Store store = opened.store();
    store.freezer().processChunk(chunk, opened.kinds(), CancelToken.NEVER);
    store.hot().discardHotDBForChunk(chunk);
  }

  static int bytesOf(Store store, long sequence) {
    return store.ledgers().withLedger(sequence, raw -> raw.remaining());
  }

  static ReadPosition page(Store store, long from, int limit, LedgerReceiver client) {
    try (ReadView view = store.reads().open()) {
      return view.read(from, limit, client);
    }
  }
}
