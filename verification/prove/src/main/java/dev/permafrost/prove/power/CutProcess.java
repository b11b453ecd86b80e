package dev.permafrost.prove.power;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.recover.PruningReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.Journal;
import dev.permafrost.prove.workload.PacedLake;
import dev.permafrost.prove.workload.Phase;
import dev.permafrost.prove.workload.Workload;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The process whose disks lose their power: it opens a store, finishes what the last cut left, and
 * then does again and again what leads to one phase. Its journal, which says what was acknowledged,
 * is on a disk that keeps its power.
 */
final class CutProcess {

  /** It exits with this where the store cannot come to the phase any more. */
  static final int NOTHING_LEFT = 10;

  private static final Duration MOST = Duration.ofMinutes(2);

  /** RocksDB compacts from four tables on. */
  private static final int MOST_GOES = 6;

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final Store store;
  private final Workload workload;
  private final Journal journal;
  private final PacedLake lake;
  private final Candidates candidates;
  private final Random random;

  private CutProcess(
      Store store,
      Workload workload,
      Journal journal,
      PacedLake lake,
      Candidates candidates,
      Random random) {
    this.store = store;
    this.workload = workload;
    this.journal = journal;
    this.lake = lake;
    this.candidates = candidates;
    this.random = random;
  }

  /**
   * What one is told.
   *
   * @param roots the store
   * @param elsewhere a directory outside of the store, on the volume of the cold root
   * @param ledgers the file that the chain's ledgers are in
   * @param geometry how the chain is cut
   * @param chunks how many chunks it has
   * @param made what {@link Candidates} takes
   * @param journal where it says what it acknowledges
   * @param wanted the phase that it leads to
   * @param seed what it draws from
   */
  record Task(
      RootPaths roots,
      Path elsewhere,
      Path ledgers,
      Geometry geometry,
      int chunks,
      Path made,
      Path journal,
      Phase wanted,
      long seed) {

    List<String> arguments() {
      return List.of(
          roots.catalog().toString(),
          roots.hot().toString(),
          roots.cold().toString(),
          elsewhere.toString(),
          ledgers.toString(),
          Integer.toString(geometry.ledgersPerChunk()),
          Integer.toString(chunks),
          made.toString(),
          journal.toString(),
          wanted.name(),
          Long.toString(seed));
    }

    static Task of(String[] words) {
      return new Task(
          new RootPaths(Path.of(words[0]), Path.of(words[1]), Path.of(words[2])),
          Path.of(words[3]),
          Path.of(words[4]),
          new Geometry(Integer.parseInt(words[5])),
          Integer.parseInt(words[6]),
          Path.of(words[7]),
          Path.of(words[8]),
          Phase.valueOf(words[9]),
          Long.parseLong(words[10]));
    }

    Chain chain() throws IOException {
      return Chain.of(geometry, chunks, ForgedSource.in(ledgers, Chain.range(geometry, chunks)));
    }
  }

  /** Runs until its disks are gone. */
  public static void main(String[] arguments) throws IOException {
    JavaProcess.endWithin(MOST);
    Task task = Task.of(arguments);
    Random random = new Random(task.seed());
    try (Journal journal = Journal.begin(task.journal())) {
      Chain chain = task.chain();
      RealStores stores = new RealStores(chain.geometry());
      PacedLake lake = new PacedLake(chain.source());
      TableWatch events = new TableWatch(journal, chain.geometry(), task.roots().hot());
      journal.enter(Phase.OPENING);
      try (OpenStore<Store> opened = stores.open(task.roots(), lake, events)) {
        Candidates candidates = new Candidates(task.made(), task.roots(), task.elsewhere(), random);
        Workload workload = new Workload(opened.store(), chain, journal);
        CutProcess process =
            new CutProcess(opened.store(), workload, journal, lake, candidates, random);
        process.recover();
        while (process.step(task.wanted())) {
          // Until the power is cut.
        }
      }
      System.exit(NOTHING_LEFT);
    }
  }

  private void recover() {
    workload.sweep();
    journal.enter(Phase.RECOVERING);
    Candidates.removeOrphans(store);
    journal.enter(Phase.RECOVERED);
  }

  /** Works until the phase was come to and left. Returns whether it can come again. */
  private boolean step(Phase wanted) {
    switch (wanted) {
      case FOLLOWING -> workload.followFromSomewhere(lake, random);
      case PRUNING -> {
        return prune();
      }
      case ADOPTING_COPY, ADOPTING_MOVE, ADOPTING_IN_PLACE, ADOPTING_HOT -> adopt(wanted);
      case STARTING, OPENING, RECOVERING, RECOVERED -> workload.someWork(lake, random);
      case FLUSHING -> flush();
      case FREEZING -> {
        workload.giveUp(any());
        freezeFromTheLake();
        workload.settle();
      }
      default -> {
        workload.settle();
        workload.giveUp(any());
      }
    }
    return true;
  }

  private ChunkId any() {
    List<ChunkId> chunks = workload.chunks();
    return chunks.get(random.nextInt(chunks.size()));
  }

  /** Half of the time: then the pack is made while it is downloaded. */
  private void freezeFromTheLake() {
    if (random.nextBoolean()) {
      journal.enter(Phase.FREEZING);
      store.freezer().processChunk(any(), LEDGERS, CancelToken.NEVER);
    }
  }

  /**
   * Fills a chunk in one go, so that a memory table becomes full; or in several, each of which
   * opens the database and flushes what the one before left in the log, until the tables are
   * compacted.
   */
  private void flush() {
    ChunkId chunk = any();
    workload.giveUp(chunk);
    long first = store.catalog().geometry().first(chunk);
    int ledgers = store.catalog().geometry().ledgersPerChunk();
    int goes = random.nextBoolean() ? 1 : MOST_GOES;
    for (int go = 1; go <= goes; go++) {
      workload.ingestUpTo(chunk, first + (long) ledgers * go / goes - 1);
    }
  }

  private void adopt(Phase how) {
    ChunkId chunk = any();
    workload.giveUp(chunk);
    candidates.adopt(store, chunk, how, journal);
  }

  private boolean prune() {
    List<ChunkId> chunks = workload.chunks();
    if (chunks.size() < 2) {
      return false;
    }
    workload.ingest(chunks.get(0));
    journal.enter(Phase.PRUNING);
    journal.givesUp(chunks.get(0));
    long floor = store.catalog().geometry().first(chunks.get(1));
    for (PruningReport report : store.pruning().below(floor, CancelToken.NEVER)) {
      if (report.failure().isPresent()) {
        throw report.failure().get();
      }
    }
    return true;
  }
}
