package dev.permafrost.benchmarks.spark;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.testkit.server.Nginx;
import dev.permafrost.testkit.server.ServedProcess;
import dev.permafrost.testkit.server.ServerAbsent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lake with the ledgers of some whole chunks, one an object. It is served by nginx on loopback,
 * at once or at a fixed rate for each chunk; an executor with one core works on one chunk at a
 * time, so that is its rate.
 *
 * @param files where its objects are
 * @param chunks how many chunks it has
 * @param chunkBytes what the objects of a chunk come to
 */
record LakeOfChunks(Path files, int chunks, long chunkBytes) {

  private static final String NETWORK = "Measuring Network ; of chunks made on many machines";

  /**
   * An object is named by its ledger. That of 10,000 counts to the next chunk; it is one of many.
   */
  private static final String CHUNK = "--(?<of>[0-9]*?)[0-9]{1,4}[.]xdr[.]";

  /** Forges it. */
  static LakeOfChunks forge(Setting setting, Ledgers ledgers, int chunks) {
    Path files = setting.directory().resolve("lake-of-chunks");
    long first = LedgerForge.GENESIS_SUCCESSOR;
    LakeForge.into(files, LakeShape.usual(NETWORK))
        .withWorkers(setting.cores())
        .forge(
            ledgers.forge(setting.templates()),
            new LedgerRange(first, first + (long) chunks * Setting.WHOLE_CHUNK - 1));
    return new LakeOfChunks(files, chunks, Trees.bytes(files) / chunks);
  }

  /**
   * Serves it.
   *
   * @param place a directory that is not there, for the server
   * @param perSecond how many objects of a chunk are answered a second; empty for at once
   */
  @MustBeClosed
  ServedProcess serve(Path place, Optional<Integer> perSecond) {
    try {
      Files.createDirectories(place);
      return perSecond.isPresent()
          ? Nginx.paced(place, files, new Nginx.Pace(CHUNK, perSecond.get()))
          : Nginx.start(place, files, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServerAbsent e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
