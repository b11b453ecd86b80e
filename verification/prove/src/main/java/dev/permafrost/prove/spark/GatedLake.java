package dev.permafrost.prove.spark;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeRequest;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.ports.chunk.ChunkId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A lake over HTTP that holds requests back, or refuses them, as long as it is told to. */
final class GatedLake implements AutoCloseable {

  private static final Pattern OBJECT = Pattern.compile(".*--([0-9]+)(?:-([0-9]+))?\\.xdr.*");

  /** A plain 403 is what a store says of a missing object, too, where it does not list. */
  private static final Fault REFUSED = new Fault.Refusal(403, "InvalidAccessKeyId");

  private static final long LONGEST_HOLD_SECONDS = 90;

  /**
   * An object of the lake.
   *
   * @param chunk the chunk of its last ledger
   * @param first its first ledger
   * @param last its last ledger
   */
  record Batch(ChunkId chunk, long first, long last) {

    /** Whether a chunk needs it, and no other does. */
    boolean isOf(ChunkId wanted) {
      return chunk.equals(wanted) && first >= Geometry.STANDARD.first(wanted);
    }

    /** How far into its chunk it reaches, from 0 to 1. */
    double depth() {
      long ledgers = Geometry.STANDARD.ledgersPerChunk();
      return (double) (last - Geometry.STANDARD.first(chunk) + 1) / ledgers;
    }
  }

  /** Holds some requests back until it is opened; opened once. */
  static final class Gate {
    private final Predicate<Batch> held;
    private final Map<LakeRequest, Batch> waiting = new ConcurrentHashMap<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    private Gate(Predicate<Batch> held) {
      this.held = held;
    }

    /** The chunks of which a request waits. */
    Set<ChunkId> waiting() {
      Set<ChunkId> chunks = new HashSet<>();
      waiting.values().forEach(batch -> chunks.add(batch.chunk()));
      return chunks;
    }

    /** How many requests wait. */
    int count() {
      return waiting.size();
    }

    void open() {
      opened.countDown();
    }

    private Optional<Fault> pass(LakeRequest request, Batch batch) {
      if (held.test(batch)) {
        waiting.put(request, batch);
        try {
          if (!opened.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS)) {
            return Optional.of(Fault.status(503));
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } finally {
          waiting.remove(request);
        }
      }
      return Optional.empty();
    }
  }

  private final LakeServer server;

  private GatedLake(LakeServer server) {
    this.server = server;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static GatedLake serve(Path directory) {
    try {
      return new GatedLake(LakeServer.of(directory).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return server.uri();
  }

  /** From now on requests for some objects wait. */
  Gate hold(Predicate<Batch> held) {
    Gate gate = new Gate(held);
    server.faults().on(request -> batch(request).flatMap(batch -> gate.pass(request, batch)));
    return gate;
  }

  /** From now on requests for some objects are refused. */
  void refuse(Predicate<Batch> refused) {
    server.faults().on(request -> batch(request).filter(refused).map(batch -> REFUSED));
  }

  /** From now on everything is answered. */
  void answer() {
    server.faults().clear();
  }

  private static Optional<Batch> batch(LakeRequest request) {
    Matcher name = OBJECT.matcher(request.key());
    if (!name.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(name.group(1));
    long last = name.group(2) == null ? first : Long.parseLong(name.group(2));
    ChunkId chunk = Geometry.STANDARD.chunkOf(Math.max(last, 2));
    return Optional.of(new Batch(chunk, first, last));
  }

  @Override
  public void close() {
    server.close();
  }
}
