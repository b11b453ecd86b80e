package dev.permafrost.wiring;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.read.ReadPosition;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A process with little memory that does one thing to a store with large ledgers. */
final class LargeLedgersProcess {

  static final int WORKERS = 2;

  private static final Geometry GEOMETRY = new Geometry(2);
  private static final ChunkId PUSHED = new ChunkId(0);
  private static final ChunkId INGESTED = new ChunkId(1);
  private static final String NETWORK = "A network ; of large ledgers";

  private final int ledgerBytes;

  private LargeLedgersProcess(int ledgerBytes) {
    this.ledgerBytes = ledgerBytes;
  }

  /** Runs: what to do, the store's directory, the bytes of each raw ledger, those in flight. */
  public static void main(String[] arguments) {
    LargeLedgersProcess process = new LargeLedgersProcess(Integer.parseInt(arguments[2]));
    try (OpenStore<Store> opened =
        Permafrost.at(Path.of(arguments[1]))
            .geometry(GEOMETRY)
            .ledgerWorkers(WORKERS)
            .bytesInFlight(Long.parseLong(arguments[3]))
            .open()) {
      Store store = opened.store();
      switch (arguments[0]) {
        case "push" -> process.push(store);
        case "ingest" -> process.ingest(store);
        case "freeze" -> {
          store.freezer().processChunk(PUSHED, opened.kinds(), CancelToken.NEVER);
          store.freezer().processChunk(INGESTED, opened.kinds(), CancelToken.NEVER);
        }
        case "read" -> process.read(store);
        case "all at once" -> process.allAtOnce(store, opened);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
    System.out.println("done");
  }

  private void push(Store store) {
    ForgedChain chain = LedgerForge.small(1).from(LedgerForge.GENESIS_SUCCESSOR);
    try (LiveIngest live = store.ingest().live(NETWORK, GEOMETRY.first(PUSHED))) {
      while (live.next() <= GEOMETRY.last(PUSHED)) {
        live.append(ByteBuffer.wrap(large(chain)));
      }
    }
  }

  /** Pushes the next chunk while the two below are frozen and read. */
  private void allAtOnce(Store store, OpenStore<Store> opened) {
    push(store);
    ingest(store);
    CompletableFuture<Void> frozen =
        CompletableFuture.runAsync(
            () -> {
              for (ChunkId chunk : List.of(PUSHED, INGESTED)) {
                store.freezer().processChunk(chunk, opened.kinds(), CancelToken.NEVER);
              }
            });
    CompletableFuture<Void> read = CompletableFuture.runAsync(() -> read(store));
    try (LiveIngest live = store.ingest().live(NETWORK)) {
      ForgedChain chain = LedgerForge.small(1).from(live.next());
      for (int i = 0; i < 2 * GEOMETRY.ledgersPerChunk(); i++) {
        live.append(ByteBuffer.wrap(large(chain)));
      }
    }
    frozen.join();
    read.join();
  }

  private void ingest(Store store) {
    store
        .ingest()
        .ingest(
            INGESTED, OptionalLong.empty(), new Source(), Optional.of(NETWORK), CancelToken.NEVER);
  }

  /** Pages of both chunks, byte for byte. */
  private void read(Store store) {
    ForgedChain chain = LedgerForge.small(1).from(LedgerForge.GENESIS_SUCCESSOR);
    try (ReadView view = store.reads().open()) {
      ReadPosition end =
          view.read(
              GEOMETRY.first(PUSHED),
              2 * GEOMETRY.ledgersPerChunk(),
              (sequence, raw) -> {
                if (!raw.equals(ByteBuffer.wrap(large(chain)))) {
                  throw new IllegalStateException("ledger " + sequence + " is another one");
                }
              });
      if (end.next() <= GEOMETRY.last(INGESTED)) {
        throw new IllegalStateException("it ends before ledger " + end.next());
      }
    }
  }

  /**
   * The next ledger, enlarged by bytes after its header: every second one does not compress at all,
   * the others to almost nothing.
   */
  private byte[] large(ForgedChain chain) {
    var small = chain.next();
    byte[] raw = Arrays.copyOf(small.toBytes(), ledgerBytes);
    if (small.sequence() % 2 == 0) {
      ByteBuffer noise = ByteBuffer.wrap(raw).position(small.sizeBytes());
      SplittableRandom random = new SplittableRandom(small.sequence());
      while (noise.remaining() >= Long.BYTES) {
        noise.putLong(random.nextLong());
      }
    }
    return raw;
  }

  /** Has one direct buffer of its own, as the stream of a lake. */
  private final class Source implements LedgerSource {

    @Override
    public String location() {
      return "forge";
    }

    @Override
    public LedgerStream stream(LedgerRange range, CancelToken cancel) {
      ForgedChain chain = LedgerForge.small(1).from(range.first());
      ByteBuffer lent = ByteBuffer.allocateDirect(ledgerBytes);
      long[] left = {range.length()};
      return new SuppliedStream(
          location(),
          () ->
              left[0]-- > 0
                  ? Optional.of(lent.clear().put(large(chain)).flip().asReadOnlyBuffer())
                  : Optional.empty(),
          cancel);
    }
  }
}
