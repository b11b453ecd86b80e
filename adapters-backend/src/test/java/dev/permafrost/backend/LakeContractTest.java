package dev.permafrost.backend;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.FileTransport;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.ResponseBuffer;
import dev.permafrost.backend.transport.Transport;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.testkit.source.BulkBackendContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake client is a bulk backend, for every layout and every server. */
class LakeContractTest {

  /** A lake on loopback. */
  abstract static class OverHttp extends BulkBackendContract {

    @TempDir Path directory;
    private final Listing listing;
    private final LakeShape shape;
    private final AtomicLong lakes = new AtomicLong();
    private Optional<LakeLab> lab = Optional.empty();
    private Optional<LakeServer> server = Optional.empty();

    OverHttp(Listing listing, int ledgersPerBatch, int batchesPerPartition, String extension) {
      this.listing = listing;
      this.shape = new LakeShape(NETWORK, ledgersPerBatch, batchesPerPartition, extension);
    }

    @Override
    protected BulkBackend backend(List<ForgedLedger> ledgers) {
      LakeLab used = lab.orElseGet(() -> new LakeLab(directory));
      lab = Optional.of(used);
      Path lake = used.write("lake-" + lakes.incrementAndGet(), shape, LakeLab.raw(ledgers));
      LakeServer started = used.serve(lake, listing);
      server = Optional.of(started);
      return used.open(started.uri());
    }

    @Override
    protected long requestsSoFar() {
      return server.orElseThrow().requests().count();
    }

    @AfterEach
    void closeLab() {
      lab.ifPresent(LakeLab::close);
    }
  }

  /** The usual shape, on a store that lists. */
  @Nested
  class OneLedgerAnObjectListed extends OverHttp {
    OneLedgerAnObjectListed() {
      super(Listing.OBJECTS, 1, 64_000, "zst");
    }
  }

  /** The usual shape, on a plain web server. */
  @Nested
  class OneLedgerAnObjectOnAPlainServer extends OverHttp {
    OneLedgerAnObjectOnAPlainServer() {
      super(Listing.HTML, 1, 64_000, "zst");
    }
  }

  /** No partitions, and nothing listed. */
  @Nested
  class OneLedgerAnObjectWithoutPartitions extends OverHttp {
    OneLedgerAnObjectWithoutPartitions() {
      super(Listing.OFF, 1, 1, "zst");
    }
  }

  /** Eight ledgers an object, partitions of three. */
  @Nested
  class EightLedgersAnObject extends OverHttp {
    EightLedgersAnObject() {
      super(Listing.OFF, 8, 3, "zst");
    }
  }

  /** All ledgers in one object. */
  @Nested
  class SixtyFourLedgersAnObject extends OverHttp {
    SixtyFourLedgersAnObject() {
      super(Listing.OBJECTS, 64, 1, "zst");
    }
  }

  /** Three mirrors of which each holds a part, in folders of their own size. */
  @Nested
  class OnThreeMirrors extends BulkBackendContract {

    @TempDir Path directory;
    private final AtomicLong lakes = new AtomicLong();
    private final List<LakeServer> servers = new ArrayList<>();
    private Optional<LakeLab> lab = Optional.empty();

    @Override
    protected BulkBackend backend(List<ForgedLedger> ledgers) {
      LakeLab used = lab.orElseGet(() -> new LakeLab(directory));
      lab = Optional.of(used);
      servers.clear();
      for (int mirror = 0; mirror < 3; mirror++) {
        LakeShape shape = new LakeShape(NETWORK, 1, 5 * mirror + 1, "zst");
        Path lake = used.write("lake-" + lakes.incrementAndGet(), shape, LakeLab.raw(ledgers));
        for (ForgedLedger ledger : ledgers) {
          if (!holds(mirror, ledger.sequence())) {
            remove(lake.resolve(shape.key(ledger.sequence())));
          }
        }
        servers.add(used.serve(lake, mirror == 0 ? Listing.OFF : Listing.OBJECTS));
      }
      URI[] addresses = servers.stream().map(LakeServer::uri).toArray(URI[]::new);
      return used.openMirrors(new ArrayList<>(), addresses);
    }

    private static boolean holds(int mirror, long sequence) {
      boolean inside = sequence >= 20 && sequence <= 29;
      return switch (mirror) {
        case 0 -> !inside;
        case 1 -> sequence % 3 == 0;
        default -> inside && sequence % 3 != 0;
      };
    }

    /** For the first one, which is asked whatever the others can answer. */
    @Override
    protected long requestsSoFar() {
      return servers.get(0).requests().count();
    }

    private static void remove(Path file) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @AfterEach
    void closeLab() {
      lab.ifPresent(LakeLab::close);
    }
  }

  /** A lake in a directory. */
  @Nested
  class InADirectory extends BulkBackendContract {

    @TempDir Path directory;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong lakes = new AtomicLong();

    @Override
    protected BulkBackend backend(List<ForgedLedger> ledgers) {
      LakeShape shape = new LakeShape(NETWORK, 4, 5, "zst");
      LakeLab lab = new LakeLab(directory);
      Path lake = lab.write("lake-" + lakes.incrementAndGet(), shape, LakeLab.raw(ledgers));
      requests.set(0);
      return counted(LakeOptions.of(lake.toUri()).build(), lab);
    }

    @SuppressWarnings("MustBeClosedChecker") // It holds nothing.
    private BulkBackend counted(LakeOptions options, LakeLab lab) {
      FileTransport files = new FileTransport();
      Transport counting =
          new Transport() {
            @Override
            public void send(Request request, ResponseBuffer into) {
              requests.incrementAndGet();
              files.send(request, into);
            }

            @Override
            public void close() {
              files.close();
            }
          };
      return OpenLake.over(counting, options, lab.time());
    }

    @Override
    protected long requestsSoFar() {
      return requests.get();
    }
  }

  /** A lake in memory, whose objects the test holds. */
  @Nested
  class HeldInMemory extends BulkBackendContract {

    @TempDir Path directory;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong lakes = new AtomicLong();

    @Override
    @SuppressWarnings("MustBeClosedChecker") // It holds nothing.
    protected BulkBackend backend(List<ForgedLedger> ledgers) {
      LakeLab lab = new LakeLab(directory);
      LakeShape shape = new LakeShape(NETWORK, 4, 5, "zst");
      Path lake = lab.write("lake-" + lakes.incrementAndGet(), shape, LakeLab.raw(ledgers));
      Map<String, ByteBuffer> objects = LakeLab.objects(lake);
      requests.set(0);
      return DataLakes.over(
          key -> {
            requests.incrementAndGet();
            return Optional.ofNullable(objects.get(key));
          },
          LakeOptions.of(URI.create("http://memory.invalid/lake")).build(),
          lab.time());
    }

    @Override
    protected long requestsSoFar() {
      return requests.get();
    }
  }

  @Test
  void heldObjectsAreNotTakenForADirectory() {
    LakeOptions options = LakeOptions.of(URI.create("file:///lake")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DataLakes.over(key -> Optional.empty(), options, new SkippingTime()).close())
        .withMessageContaining("directory");
  }
}
