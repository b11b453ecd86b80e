package dev.permafrost.prove.kill;

import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.workload.Acknowledgements;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.Journal;
import dev.permafrost.prove.workload.PacedLake;
import dev.permafrost.prove.workload.Phase;
import dev.permafrost.prove.workload.Workload;
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
      Chain chain = Chain.small();
      RealStores stores = new RealStores(chain.geometry());
      journal.enter(Phase.OPENING);
      PacedLake lake = new PacedLake(chain.source());
      try (OpenStore<Store> opened =
          stores.open(paths, lake, new Acknowledgements(journal, chain.geometry()))) {
        Store store = opened.store();
        Workload workload = new Workload(store, chain, journal);
        workload.sweep();
        while (true) {
          workload.someWork(lake, random);
        }
      }
    }
  }
}
