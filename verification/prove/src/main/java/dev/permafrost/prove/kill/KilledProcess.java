package dev.permafrost.prove.kill;

import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * The process that is killed: it opens a store and works on it without an end, and says in its
 * journal what was acknowledged. Its arguments: the data directory, the journal, a seed.
 */
final class KilledProcess {

  /** Nobody waits for a process that hangs longer than this. */
  private static final Duration MOST = Duration.ofMinutes(2);

  private KilledProcess() {}

  /** Runs until it is killed; that it ends by itself is a failure, which it prints. */
  public static void main(String[] arguments) throws IOException {
    JavaProcess.endWithin(MOST);
    RootPaths paths = RootPaths.under(Path.of(arguments[0]));
    Random random = new Random(Long.parseLong(arguments[2]));
    try (Journal journal = Journal.begin(Path.of(arguments[1]))) {
      RealStores stores = new RealStores(Toil.GEOMETRY);
      ForgedSource source = Toil.ledgers();
      journal.enter(Phase.OPENING);
      PacedLake lake = new PacedLake(source);
      try (OpenStore<Store> opened = stores.open(paths, lake, new Acknowledging(journal))) {
        Store store = opened.store();
        Toil toil = new Toil(store, source, journal::enter);
        toil.sweep();
        while (true) {
          if (random.nextBoolean()) {
            follow(toil, lake, journal, random);
          }
          toil.settle();
          ChunkId chunk = Toil.chunks().get(random.nextInt(Toil.chunks().size()));
          toil.giveUp(chunk, journal::givesUp);
          if (random.nextBoolean()) {
            // Hot data too, while nothing else holds these ledgers.
            toil.ingestUpTo(chunk, Toil.halfOf(chunk));
            toil.giveUp(chunk, journal::givesUp);
          }
        }
      }
    }
  }

  /** Sometimes what is there already, sometimes from some chunk on all once more. */
  private static void follow(Toil toil, PacedLake lake, Journal journal, Random random) {
    int from = random.nextInt(Toil.chunks().size());
    if (random.nextBoolean()) {
      for (ChunkId chunk : Toil.chunks().subList(from, Toil.chunks().size())) {
        toil.giveUp(chunk, journal::givesUp);
      }
    }
    long first = Toil.GEOMETRY.first(Toil.chunks().get(from));
    toil.follow(lake, first + random.nextInt(Toil.GEOMETRY.ledgersPerChunk()));
  }

  /** Writes down what the store acknowledges, as soon as it does. */
  private record Acknowledging(Journal journal) implements StorageEvents {

    @Override
    public void progressed(Progress progress) {
      if (progress.operation() == Operation.INGEST) {
        // Told behind the commit and its witness, which is the acknowledgement.
        journal.acknowledged(Toil.GEOMETRY.first(progress.chunk()) + progress.ledgersDone() - 1);
      }
    }

    @Override
    public void ended(Attempt attempt) {
      if (attempt.operation() == Operation.OPEN_HOT
          && attempt.outcome() == Outcome.DONE
          && journal.phase() != Phase.FOLLOWING) {
        journal.enter(Phase.INGESTING);
      }
      if (attempt.operation() == Operation.FREEZE
          && attempt.outcome() == Outcome.DONE
          && attempt.kinds().contains(ArtifactKind.LEDGERS)) {
        journal.frozen(attempt.chunk().orElseThrow());
      }
    }
  }
}
