package dev.permafrost.benchmarks.adopt;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.PlainPieces;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.benchmarks.material.WarmMemory;
import dev.permafrost.benchmarks.pack.FrozenChunk;
import dev.permafrost.domain.adopt.Adoption;
import dev.permafrost.domain.adopt.AdoptionResult;
import dev.permafrost.domain.adopt.AdoptionResult.How;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The pack of another store, adopted again and again, each time into a store that is made for it
 * and removed. The pack that is taken is one more name of the other store's, so nothing is written
 * before.
 */
final class StrangePack {

  private static final Optional<String> NETWORK = Optional.of("Network ; of the measurements");

  private final Setting setting;
  private final FrozenChunk chunk;
  private final Path directory;

  private StrangePack(Setting setting, FrozenChunk chunk) {
    this.setting = setting;
    this.chunk = chunk;
    this.directory = setting.directory().resolve("adopting");
  }

  /** The pack of a frozen chunk, read once so that it is in the page cache. */
  static StrangePack shared(Setting setting) {
    FrozenChunk frozen = FrozenChunk.of(HotChunk.shared(setting, Ledgers.PUBNET));
    PlainPieces.readIntoCache(frozen.file());
    return new StrangePack(setting, frozen);
  }

  /** The seconds that adopting it by copying it takes. */
  double copySeconds() {
    return seconds(false);
  }

  /** The seconds that adopting it by moving it takes. */
  double moveSeconds() {
    return seconds(true);
  }

  private double seconds(boolean moves) {
    Path landing = directory.resolve("landing");
    Path store = directory.resolve("store");
    try {
      Files.createDirectories(landing);
      Files.createLink(landing.resolve(chunk.file().getFileName()), chunk.file());
      return seconds(store, landing, moves);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Trees.delete(directory);
    }
  }

  private double seconds(Path place, Path landing, boolean moves) throws IOException {
    try (BenchStore store = BenchStore.open(place, setting.ledgers(), setting.cores());
        PackCandidates candidates =
            FileStores.packCandidates(
                FileStores.posix(), RootPaths.under(place).cold(), landing, moves)) {
      PackCandidate candidate = candidates.candidate(HotChunk.CHUNK);
      Adoption adoption = store.store().adoption();
      if (!moves) {
        WarmMemory.prepare(directory, Files.size(chunk.file()));
      }
      return Stopwatch.seconds(
          () -> {
            AdoptionResult result =
                moves
                    ? adoption.move(candidate, NETWORK, CancelToken.NEVER)
                    : adoption.copy(candidate, NETWORK, CancelToken.NEVER);
            if (result.how() != (moves ? How.MOVED : How.COPIED)) {
              throw new IllegalStateException("the pack was " + result.how().words());
            }
          });
    }
  }

  /** The seconds that copying its file alone takes, sync included. */
  double plainCopySeconds() {
    return PlainPieces.copySeconds(chunk.file(), setting.directory());
  }

  /** The seconds that reading its file alone takes, as the disk holds it. */
  double plainReadSeconds() {
    return PlainPieces.readPastCacheSeconds(chunk.file());
  }

  /** The sum of its raw ledgers, in millions of bytes. */
  double rawMegabytes() {
    return chunk.rawMegabytes();
  }
}
