package dev.permafrost.prove.ledgers;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.forge.LedgerStreamFile;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes the packs of some chunks of a stream of records, and leaves them in a directory. */
final class StreamPacks {

  private final Geometry geometry;
  private final List<ChunkId> chunks;

  StreamPacks(Geometry geometry, List<ChunkId> chunks) {
    this.geometry = geometry;
    this.chunks = chunks;
  }

  /**
   * Ingests, freezes, verifies, and copies the packs.
   *
   * @param out where the packs are left, each under its chunk's name
   * @return whether all of it could be done
   */
  boolean make(Path stream, Path out, PrintWriter printed) {
    int packs = 0;
    String failed = "";
    try (WorkDirectory work = WorkDirectory.make("ledgers")) {
      RealStores stores = new RealStores(geometry);
      RawLedgers source = read(stream);
      Files.createDirectories(out);
      RootPaths data = RootPaths.under(work.path().resolve("store"));
      try (OpenStore<Store> opened = stores.open(data, StorageEvents.NONE)) {
        Store store = opened.store();
        for (ChunkId chunk : chunks) {
          freeze(store, source, chunk);
          Path pack = out.resolve(chunk.name() + ".pack");
          Files.copy(RoundTrip.pack(data.cold(), chunk), pack);
          packs++;
          printed.println(
              "ledgers: chunk "
                  + chunk
                  + " ledgers="
                  + geometry.range(chunk)
                  + " bytes="
                  + Files.size(pack)
                  + " sha256="
                  + sha256(pack)
                  + " "
                  + pack);
        }
      }
    } catch (Broken | StorageFailure e) {
      failed = String.valueOf(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      failed = e.toString();
    }
    if (!failed.isEmpty()) {
      printed.println("failed: " + failed);
    }
    printed.println(
        "ledgers: chunks="
            + chunks.size()
            + " packs="
            + packs
            + " failed="
            + (chunks.size() - packs));
    return packs == chunks.size();
  }

  private static RawLedgers read(Path stream) throws IOException {
    List<byte[]> ledgers = LedgerStreamFile.readAll(stream);
    Broken.unless(!ledgers.isEmpty(), stream + " holds no ledger");
    long first = LedgerFront.parse(ByteBuffer.wrap(ledgers.get(0))).sequence();
    return new RawLedgers(
        stream.toString(), new LedgerRange(first, first + ledgers.size() - 1), ledgers);
  }

  private void freeze(Store store, RawLedgers source, ChunkId chunk) {
    Broken.unless(
        source.range().contains(geometry.first(chunk))
            && source.range().contains(geometry.last(chunk)),
        "chunk " + chunk + " is " + geometry.range(chunk) + ", the stream has " + source.range());
    store.ingest().ingest(chunk, OptionalLong.empty(), source, Optional.empty(), CancelToken.NEVER);
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
    store.hot().discardHotDBForChunk(chunk);
    ChunkReport report = store.verification().verify(chunk, CancelToken.NEVER);
    if (report.failure().isPresent()) {
      throw report.failure().get();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
