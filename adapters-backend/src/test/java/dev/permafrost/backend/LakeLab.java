package dev.permafrost.backend;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.Transport;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes lakes, serves them, opens them, and closes all of it at the end of a test. */
public final class LakeLab implements AutoCloseable {

  public static final String NETWORK = "Lab Network ; of a test";
  public static final Duration MINUTE = Duration.ofMinutes(1);

  /** The key of a manifest. */
  public static final String MANIFEST = ".config.json";

  private static final int BATCH_HEADER_BYTES = 12;

  private final Path directory;
  private final SkippingTime time = new SkippingTime();
  private final Deque<Runnable> closings = new ArrayDeque<>();

  public LakeLab(Path directory) {
    this.directory = directory;
  }

  /** The clock of all that is opened. */
  public SkippingTime time() {
    return time;
  }

  /** A shape of the lab's network. */
  public static LakeShape shape(int ledgersPerBatch, int batchesPerPartition) {
    return new LakeShape(NETWORK, ledgersPerBatch, batchesPerPartition, "zst");
  }

  /** Writes a lake; one without ledgers has its manifest only. */
  public Path write(String name, LakeShape shape, List<byte[]> ledgers) {
    Path lake = directory.resolve(name);
    if (ledgers.isEmpty()) {
      writeFile(lake.resolve(MANIFEST), manifest(shape).getBytes(StandardCharsets.UTF_8));
    } else {
      LakeForge.into(lake, shape).write(ledgers);
    }
    return lake;
  }

  /** The objects below a lake's root, by key. */
  static Map<String, ByteBuffer> objects(Path lake) {
    Map<String, ByteBuffer> objects = new HashMap<>();
    try (Stream<Path> walk = Files.walk(lake)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        objects.put(lake.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  /** The manifest of a shape. */
  public static String manifest(LakeShape shape) {
    return "{\"networkPassphrase\":\""
        + shape.network()
        + "\",\"version\":\"1.0\",\"compression\":\"zstd\",\"ledgersPerBatch\":"
        + shape.ledgersPerBatch()
        + ",\"batchesPerPartition\":"
        + shape.batchesPerPartition()
        + "}";
  }

  static void writeFile(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves a directory until the test ends. */
  public LakeServer serve(Path served, Listing listing) {
    return serve(LakeServer.of(served).listing(listing));
  }

  /** Serves until the test ends. */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the lab.
  LakeServer serve(LakeServer.Builder builder) {
    try {
      LakeServer server = builder.start();
      closings.push(server::close);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a lake until the test ends, with short waits. */
  public DataLake open(URI base) {
    return open(base, options -> {});
  }

  /** Opens a lake until the test ends. */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the lab.
  public DataLake open(URI base, Consumer<LakeOptions.Builder> settings) {
    LakeOptions.Builder options = LakeOptions.of(base);
    settings.accept(options);
    OpenLake lake = OpenLake.open(options.build(), time);
    closings.push(lake::close);
    return lake;
  }

  /**
   * Opens a lake of several addresses until the test ends; none is asked more than three times.
   *
   * @param remarks is given what is said of mirrors in trouble
   */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the lab.
  DataLake openMirrors(List<String> remarks, URI... addresses) {
    List<LakeOptions> options =
        Arrays.stream(addresses).map(base -> LakeOptions.of(base).retries(2).build()).toList();
    StorageEvents events =
        new StorageEvents() {
          @Override
          public void ended(Attempt attempt) {}

          @Override
          public void remarked(Remark remark) {
            remarks.add(remark.text());
          }
        };
    OpenLake lake = OpenLake.open(options, time, events);
    closings.push(lake::close);
    return lake;
  }

  /** Opens a lake until the test ends, and records its events. */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the lab.
  DataLake openTelling(StorageEvents events, LakeOptions options) {
    OpenLake lake = OpenLake.open(List.of(options), time, events);
    closings.push(lake::close);
    return lake;
  }

  /** Opens a lake over a transport; the test closes it. */
  @MustBeClosed
  public DataLake over(Transport transport, LakeOptions options) {
    return OpenLake.over(transport, options, time);
  }

  /** How many bytes of memory for bodies wait for the next ones. */
  public static long idleBytes(DataLake lake) {
    return ((OpenLake) lake).idleBytes();
  }

  /** Reads all ledgers of a range. */
  public static List<byte[]> read(DataLake lake, long first, long last) {
    List<byte[]> ledgers = new ArrayList<>();
    try (LedgerStream stream = lake.stream(new LedgerRange(first, last), CancelToken.NEVER)) {
      while (stream.next()) {
        ledgers.add(bytes(stream.borrowedRaw()));
      }
    }
    return ledgers;
  }

  public static byte[] bytes(ByteBuffer borrowed) {
    byte[] bytes = new byte[borrowed.remaining()];
    borrowed.duplicate().get(bytes);
    return bytes;
  }

  public static List<byte[]> raw(List<ForgedLedger> ledgers) {
    return ledgers.stream().map(ForgedLedger::toBytes).toList();
  }

  /** A batch as an object holds it, not compressed. */
  public static byte[] batch(long start, long end, long count, List<byte[]> ledgers) {
    int length = ledgers.stream().mapToInt(ledger -> ledger.length).sum();
    ByteBuffer batch = ByteBuffer.allocate(BATCH_HEADER_BYTES + length);
    batch.putInt((int) start).putInt((int) end).putInt((int) count);
    ledgers.forEach(batch::put);
    return batch.array();
  }

  /** A frame as real lakes have it: with a checksum, without a content size. */
  public static byte[] frame(byte[] content) {
    return frame(content, true);
  }

  public static byte[] frame(byte[] content, boolean hasChecksum) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(3).setChecksum(hasChecksum).setContentSize(false).setWindowLog(23);
      ByteBuffer from = ByteBuffer.allocateDirect(content.length).put(content).flip();
      int bound = Math.toIntExact(Zstd.compressBound(content.length)) + (1 << 18);
      ByteBuffer to = ByteBuffer.allocateDirect(bound);
      context.compressDirectByteBufferStream(to, from, EndDirective.CONTINUE);
      context.compressDirectByteBufferStream(to, from, EndDirective.END);
      return bytes(to.flip());
    }
  }

  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }
}
