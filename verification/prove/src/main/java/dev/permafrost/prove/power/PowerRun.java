package dev.permafrost.prove.power;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.prove.workload.Account;
import dev.permafrost.prove.workload.Aftermath;
import dev.permafrost.prove.workload.Aim;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.GoldenPacks;
import dev.permafrost.prove.workload.PacedLake;
import dev.permafrost.prove.workload.Phase;
import dev.permafrost.prove.workload.Victim;
import dev.permafrost.prove.workload.Workload;
import dev.permafrost.prove.workload.WorkloadEvents;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Cuts the power of store after store, and checks after each cut what is there when it is back. The
 * next process goes on with what the cut left; after every third cut the store is first audited,
 * mended as the audit says, and brought to its end. One run, one thread.
 */
final class PowerRun {

  /** Longer than a witness may lag. */
  private static final Geometry GEOMETRY = new Geometry(400);

  private static final int CHUNKS = 3;

  /** Frames of 80 to 110 KB: a chunk is larger than a memory table of a hot database. */
  private static final int LEAST_PAYMENTS = 400;

  private static final int MOST_PAYMENTS = 560;

  /** Of the tables of a chunk, the first may be cut or a later one, which a compaction makes. */
  private static final int MOST_TABLES = 5;

  private static final int CUTS_PER_STORE = 8;
  private static final int CUTS_PER_SETTLING = 3;

  /** Those that are cut, and about how long each takes. */
  private static final Map<Phase, Integer> LONGEST_MILLIS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Phase.OPENING, 150),
              Map.entry(Phase.INGESTING, 1500),
              Map.entry(Phase.FREEZING, 600),
              Map.entry(Phase.DISCARDING, 15),
              Map.entry(Phase.REMOVING, 15),
              Map.entry(Phase.FOLLOWING, 2500),
              Map.entry(Phase.RECOVERING, 10),
              Map.entry(Phase.RECOVERED, 30),
              Map.entry(Phase.FLUSHING, 400),
              Map.entry(Phase.PRUNING, 20),
              Map.entry(Phase.ADOPTING_COPY, 500),
              Map.entry(Phase.ADOPTING_MOVE, 400),
              Map.entry(Phase.ADOPTING_IN_PLACE, 400),
              Map.entry(Phase.ADOPTING_HOT, 500)));

  /** Those that are cut. */
  static final List<Phase> PHASES = List.copyOf(LONGEST_MILLIS.keySet());

  private final int wanted;
  private final long seed;
  private final Random random;
  private final List<FileSystem> kinds;
  private final Map<String, String> environment;
  private final int mostViolations;
  private final Map<FileSystem, Map<Phase, Integer>> cuts = new EnumMap<>(FileSystem.class);
  private final Map<Phase, Integer> missed = new EnumMap<>(Phase.class);
  private final List<String> violations = new ArrayList<>();
  private long acknowledged;
  private int mended;
  private int settled;
  private int attempts;

  /**
   * A run.
   *
   * @param wanted how many cuts
   * @param kinds on which file systems, in turn
   * @param environment what the processes get beside this one's environment
   * @param mostViolations after how many it gives up
   */
  PowerRun(
      int wanted,
      List<FileSystem> kinds,
      Map<String, String> environment,
      int mostViolations,
      long seed) {
    this.wanted = wanted;
    this.kinds = List.copyOf(kinds);
    this.environment = Map.copyOf(environment);
    this.mostViolations = mostViolations;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** What every store is made from and compared with. */
  private record Material(
      RealStores stores, Chain chain, GoldenPacks golden, Path ledgers, Path made) {

    static Material in(Path work) throws IOException {
      Path ledgers = work.resolve("ledgers");
      LedgerForge forge = LedgerForge.small(1, 1, LEAST_PAYMENTS, MOST_PAYMENTS);
      ForgedSource.write(ledgers, forge, Chain.range(GEOMETRY, CHUNKS));
      ForgedSource source = ForgedSource.in(ledgers, Chain.range(GEOMETRY, CHUNKS));
      Chain chain = Chain.of(GEOMETRY, CHUNKS, source);
      RealStores stores = new RealStores(GEOMETRY);
      Path made = work.resolve("made");
      makeHot(stores, chain, made);
      GoldenPacks golden = GoldenPacks.make(stores, chain, made);
      return new Material(stores, chain, golden, ledgers, made);
    }

    /** Fills a hot database for each chunk, and keeps a copy. */
    private static void makeHot(RealStores stores, Chain chain, Path made) {
      RootPaths roots = RootPaths.under(made);
      try (OpenStore<Store> opened = stores.open(roots, StorageEvents.NONE)) {
        Workload workload = new Workload(opened.store(), chain, WorkloadEvents.NONE);
        chain.chunks().forEach(workload::ingest);
      }
      for (ChunkId chunk : chain.chunks()) {
        WorkDirectory.copy(roots.hot().resolve(chunk.name()), Candidates.madeHot(made, chunk));
      }
    }
  }

  /** Runs it. */
  PowerFigures run() {
    long begunNanos = System.nanoTime();
    try (WorkDirectory work = WorkDirectory.make("power")) {
      Material material = Material.in(work.path());
      for (int store = 0; attempts < wanted && violations.size() < mostViolations; store++) {
        oneStore(material, work.path(), store);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PowerFigures(
        wanted,
        cuts,
        acknowledged,
        mended,
        settled,
        violations,
        (System.nanoTime() - begunNanos) / 1e9,
        seed);
  }

  private void oneStore(Material material, Path work, int number) {
    FileSystem kind = kinds.get(number % kinds.size());
    int volumes = number / kinds.size() % 2 == 0 ? 1 : 3;
    Account account = new Account(GEOMETRY);
    try (Machine machine = Machine.make(work, kind, volumes)) {
      boolean goesOn = true;
      for (int cut = 0; goesOn && cut < CUTS_PER_STORE && attempts < wanted; cut++) {
        String where = "cut " + attempts + " (" + kind.word() + ", volumes " + volumes + "), ";
        List<String> wrong = new ArrayList<>();
        goesOn = cutOne(material, machine, kind, work, account, wrong);
        if (account.isOpened() && wrong.isEmpty()) {
          wrong.addAll(check(material, machine, account));
        }
        wrong.forEach(each -> violations.add(where + each.replace(work + "/", "")));
        goesOn &= wrong.isEmpty();
      }
    }
    acknowledged += account.acknowledged();
  }

  private Phase wantedNext(FileSystem kind) {
    Map<Phase, Integer> ofPhases = cuts.getOrDefault(kind, Map.of());
    return PHASES.stream()
        .min(
            Comparator.comparing(
                phase -> ofPhases.getOrDefault(phase, 0) + missed.getOrDefault(phase, 0) / 4.0))
        .orElseThrow();
  }

  /** One process. Returns whether its store can go on. */
  private boolean cutOne(
      Material material,
      Machine machine,
      FileSystem kind,
      Path work,
      Account account,
      List<String> wrong) {
    Phase phase = wantedNext(kind);
    Aim aim =
        Aim.draw(
            phase,
            LONGEST_MILLIS.getOrDefault(phase, 0),
            phase == Phase.FLUSHING ? MOST_TABLES : 1,
            missed.getOrDefault(phase, 0),
            random);
    Path journal = work.resolve("journal");
    List<Volume.Cutter> cutters = machine.cutters();
    try (Victim victim = start(material, machine, work, phase)) {
      boolean came = aim.await(victim);
      if (came && victim.isAlive()) {
        machine.cut(victim, cutters, random);
        Phase hit = account.read(journal);
        attempts++;
        cuts.computeIfAbsent(kind, each -> new EnumMap<>(Phase.class)).merge(hit, 1, Integer::sum);
        int misses = missed.getOrDefault(phase, 0);
        missed.put(phase, hit == phase ? misses / 2 : misses + 1);
        Files.delete(journal);
        cutters.forEach(Volume.Cutter::close);
        machine.powerOn();
        return true;
      }
      if (victim.exit() != CutProcess.NOTHING_LEFT) {
        wrong.add("it ended by itself: " + victim.errors());
      }
      missed.merge(phase, 1, Integer::sum);
      Files.deleteIfExists(journal);
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cutters.forEach(Volume.Cutter::close);
      WorkDirectory.remove(work.resolve("tmp"));
    }
  }

  @MustBeClosed
  private Victim start(Material material, Machine machine, Path work, Phase phase)
      throws IOException {
    CutProcess.Task task =
        new CutProcess.Task(
            machine.roots(),
            machine.elsewhere(),
            material.ledgers(),
            GEOMETRY,
            CHUNKS,
            material.made(),
            work.resolve("journal"),
            phase,
            random.nextLong());
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    ProcessBuilder command =
        JavaProcess.of(CutProcess.class, List.of("-Xmx256m"), temporary, task.arguments());
    // Should this process die, its child may not keep the volumes.
    command.command().addAll(0, List.of("setpriv", "--pdeathsig", "KILL"));
    command.environment().putAll(environment);
    return Victim.start(command, task.journal());
  }

  private List<String> check(Material material, Machine machine, Account account) {
    List<String> wrong = new ArrayList<>(aftermath(material, machine, account).violations());
    if (wrong.isEmpty() && attempts % CUTS_PER_SETTLING == 0) {
      wrong.addAll(settle(material, machine, account));
      settled++;
    }
    return wrong;
  }

  private static Aftermath aftermath(Material material, Machine machine, Account account) {
    return new Aftermath(
        material.stores(),
        material.chain(),
        material.golden(),
        Aftermath.Ending.POWER_CUT,
        machine.roots(),
        account);
  }

  private List<String> settle(Material material, Machine machine, Account account) {
    Mending mending = new Mending(material.stores(), material.chain(), machine.roots(), account);
    List<String> wrong = mending.violations();
    mended += mending.mended();
    if (!wrong.isEmpty()) {
      return wrong;
    }
    PacedLake lake = new PacedLake(material.chain().source());
    try (OpenStore<Store> opened =
        material.stores().open(machine.roots(), lake, StorageEvents.NONE)) {
      Workload workload = new Workload(opened.store(), material.chain(), WorkloadEvents.NONE);
      opened.store().pruning().finish(CancelToken.NEVER);
      workload.sweep();
      workload.settleFromTheLake();
    } catch (RuntimeException e) {
      return List.of("I4: it cannot be brought to its end: " + e);
    }
    return aftermath(material, machine, account).settledViolations();
  }
}
