package dev.permafrost.prove.workload;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must hold of a store that a process left which was ended by force, before anything is
 * repaired: I1, I2 and I3 (docs/protocol.md, "Invariants"), asked of the production code, opened
 * for reading.
 */
public final class Aftermath {

  /** How the process was ended. */
  public enum Ending {
    /** Its system lives on: nothing is lost, and the witness has what was acknowledged. */
    KILL(0, 1),
    /** The witness may lag: it is synced once in so many ledgers. */
    POWER_CUT(256, 256);

    private final int behindAcknowledged;
    private final int behindHighest;

    Ending(int behindAcknowledged, int behindHighest) {
      this.behindAcknowledged = behindAcknowledged;
      this.behindHighest = behindHighest;
    }
  }

  private final RealStores stores;
  private final Chain chain;
  private final GoldenPacks golden;
  private final Ending ending;
  private final RootPaths paths;
  private final Account account;
  private final List<String> violations = new ArrayList<>();
  private final List<ChunkId> chunks = new ArrayList<>();

  /**
   * Questions to a store that was made completely once.
   *
   * @param golden the packs that it must hold where it holds any
   * @param account what it must hold
   */
  public Aftermath(
      RealStores stores,
      Chain chain,
      GoldenPacks golden,
      Ending ending,
      RootPaths paths,
      Account account) {
    this.stores = stores;
    this.chain = chain;
    this.golden = golden;
    this.ending = ending;
    this.paths = paths;
    this.account = account;
  }

  /** What is wrong with it. */
  public List<String> violations() {
    try (OpenStore<StoreView> opened = stores.view(paths)) {
      StoreView view = opened.store();
      List<ChunkRow> rows = view.catalog().scan().rows();
      chain.chunks().stream()
          .filter(chunk -> !view.catalog().isBelowFloor(chunk))
          .forEach(chunks::add);
      readPromised(view);
      rows.forEach(row -> checkArtifact(view, row));
      rows.stream().filter(row -> row.hot() == HotState.READY).forEach(row -> checkHot(view, row));
      checkKeys(rows);
      view.catalog().scan().unknown().forEach(entry -> violations.add("I3: " + entry));
    } catch (StorageFailure e) {
      violations.add("the store cannot be opened: " + e);
    }
    return violations;
  }

  /** The same, and that asking changes nothing. */
  public List<String> violationsOfAskingToo() {
    DiskTree disk = DiskTree.on(paths.cold());
    Map<String, String> before = disk.snapshot();
    violations();
    if (!disk.snapshot().equals(before)) {
      violations.add("looking at the store changed it");
    }
    return violations;
  }

  /** Checks, after everything was done, that there are the packs and nothing else. */
  public List<String> settledViolations() {
    violations();
    for (ChunkId chunk : chunks) {
      if (!golden.isIn(paths, chunk)) {
        violations.add("I4: the pack of chunk " + chunk + " is not that of an undisturbed run");
      }
    }
    Set<String> packs =
        chunks.stream().map(ChunkId::name).collect(Collectors.toCollection(TreeSet::new));
    if (!packNames().equals(packs) || !hotNames().isEmpty()) {
      violations.add("I3: settled, it holds packs " + packNames() + " and hot " + hotNames());
    }
    return violations;
  }

  private void readPromised(StoreView view) {
    for (long sequence : account.promised()) {
      try {
        if (!view.ledgers().withLedger(sequence, chain.source().raw(sequence)::equals)) {
          violations.add("I1: ledger " + sequence + " has other bytes");
        }
      } catch (StorageFailure e) {
        violations.add("I1: ledger " + sequence + " was acknowledged: " + e);
        return;
      }
    }
  }

  private void checkArtifact(StoreView view, ChunkRow row) {
    if (row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN
        && !golden.isIn(paths, row.chunk())) {
      violations.add("I2: chunk " + row.chunk() + " is frozen with another pack");
    }
    ChunkReport report = view.verification().verify(row.chunk(), CancelToken.NEVER);
    report.failure().ifPresent(e -> violations.add("I2: chunk " + row.chunk() + ": " + e));
  }

  /** After a kill the witness may lack the one ledger whose commit it had no time for. */
  private void checkHot(StoreView view, ChunkRow row) {
    ChunkId chunk = row.chunk();
    ChunkStatus status = view.inventory().status(row);
    status.problems().forEach(e -> violations.add("I1: chunk " + chunk + ": " + e));
    WitnessReading witness = RocksDbStores.hotStores(paths.hot()).readWitness(chunk);
    long first = chain.geometry().first(chunk);
    long highest = highest(view, chunk);
    long acknowledged = acknowledged(chunk);
    if (witness.state() != WitnessReading.State.SOUND
        || acknowledged > witness.sequence() + ending.behindAcknowledged
        || witness.sequence() > highest
        || acknowledged > highest
        || witness.sequence() + ending.behindHighest < highest
        || witness.sequence() < first - 1) {
      violations.add(
          "I1: chunk "
              + chunk
              + ": acknowledged "
              + acknowledged
              + ", "
              + witness
              + ", there "
              + highest);
    }
  }

  private long highest(StoreView view, ChunkId chunk) {
    long sequence = chain.geometry().first(chunk) - 1;
    try {
      while (sequence < chain.geometry().last(chunk)
          && view.ledgers().withLedger(sequence + 1, raw -> true)) {
        sequence++;
      }
    } catch (dev.permafrost.ports.failure.LedgerNotStored e) {
      // The one before it is the highest.
    }
    return sequence;
  }

  /** The highest acknowledged ledger of a chunk, one below its first if there is none. */
  private long acknowledged(ChunkId chunk) {
    long first = chain.geometry().first(chunk);
    SortedSet<Long> ofChunk = account.promised().subSet(first, chain.geometry().last(chunk) + 1);
    return ofChunk.isEmpty() ? first - 1 : ofChunk.last();
  }

  private void checkKeys(List<ChunkRow> rows) {
    Set<String> packs = packNames();
    rows.stream()
        .filter(row -> row.artifact(ArtifactKind.LEDGERS) != ArtifactState.ABSENT)
        .forEach(row -> packs.remove(row.chunk().name()));
    account.withoutKey().forEach(chunk -> packs.remove(chunk.name()));
    packs.forEach(name -> violations.add("I3: pack " + name + " has no key"));
    Set<String> hot = hotNames();
    rows.stream()
        .filter(row -> row.hot() != HotState.ABSENT)
        .forEach(row -> hot.remove(row.chunk().name()));
    account.withoutKey().forEach(chunk -> hot.remove(chunk.name()));
    hot.forEach(name -> violations.add("I3: hot directory " + name + " has no key"));
  }

  private Set<String> packNames() {
    Path kind = paths.cold().resolve("ledgers");
    if (Files.notExists(kind)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.walk(kind)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> nameOf(file).replaceFirst("\\.pack(\\.beside-[0-9]+)?$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> hotNames() {
    return WorkDirectory.list(paths.hot()).stream()
        .map(Aftermath::nameOf)
        .filter(name -> !name.equals("PERMAFROST"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }
}
