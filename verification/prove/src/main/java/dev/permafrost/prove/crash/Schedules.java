package dev.permafrost.prove.crash;

import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import java.util.List;
import java.util.Set;

/**
 * Scenarios of several chunks and several workers: two neighbours are ingested, frozen and
 * discarded side by side, in an order of operations drawn from a number.
 */
final class Schedules {

  private static final String PREFIX = "several-workers-";
  private static final List<ChunkId> CHUNKS = List.of(Bench.ZERO, Bench.ONE);

  private Schedules() {}

  /** The schedule of a number; its name says the number. */
  static Scenario of(long number) {
    return new Scenario(
        PREFIX + number,
        Layout.ONE_VOLUME,
        Scenarios::makeStore,
        (store, site) -> run(store, site, number));
  }

  /** The schedule of a name, if it is one's. */
  static boolean isName(String name) {
    return name.matches(PREFIX + "[0-9]{1,18}");
  }

  static Scenario named(String name) {
    return of(Long.parseLong(name.substring(PREFIX.length())));
  }

  private static void run(Store store, Site site, long number) {
    List<ChunkOutcome<ChunkId>> outcomes =
        new ManyChunks(site.chunkWork(number), CHUNKS.size())
            .forEach(CHUNKS, chunk -> process(store, site, chunk), told -> {}, site.cancel());
    for (ChunkOutcome<ChunkId> outcome : outcomes) {
      if (outcome.failure().isPresent()) {
        // A neighbour was reading the hot database: a driver tries again.
        if (!(outcome.failure().get() instanceof HotStoreUnavailable)) {
          throw outcome.failure().get();
        }
        process(store, site, outcome.chunk());
      }
    }
  }

  private static ChunkId process(Store store, Site site, ChunkId chunk) {
    Scenarios.ingest(store, site, chunk, Bench.GEOMETRY.last(chunk));
    Scenarios.freeze(store, site, chunk, Set.of(ArtifactKind.LEDGERS));
    store.hot().discardHotDBForChunk(chunk);
    return chunk;
  }
}
