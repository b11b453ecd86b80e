package dev.permafrost.prove.kill;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.prove.workload.Account;
import dev.permafrost.prove.workload.Aftermath;
import dev.permafrost.prove.workload.Aim;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.GoldenPacks;
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
 * Kills process after process on a store, checks after each what it left, and lets the next one go
 * on there; every few kills the store is settled, compared with an undisturbed one, and a new one
 * begun. One run, one thread.
 */
final class KillRun {

  /** How many kills a store sees. */
  private static final int KILLS_PER_STORE = 12;

  /** Those that a killed process enters, and about how long each takes. */
  private static final Map<Phase, Integer> LONGEST_MILLIS =
      new EnumMap<>(
          Map.of(
              Phase.STARTING, 500,
              Phase.OPENING, 60,
              Phase.INGESTING, 60,
              Phase.FREEZING, 20,
              Phase.DISCARDING, 10,
              Phase.REMOVING, 10,
              Phase.FOLLOWING, 200));

  /** Those that a killed process enters. */
  static final List<Phase> PHASES = List.copyOf(LONGEST_MILLIS.keySet());

  /** A phase is hit when it is entered for the first or the second time. */
  private static final int MOST_TIMES = 2;

  private static final int MOST_VIOLATIONS = 20;

  /** A copy of every so manieth is brought to its end. */
  private static final int ROUNDS_PER_RECOVERY = 3;

  private final int rounds;
  private final long seed;
  private final Random random;
  private final Chain chain = Chain.small();
  private final Map<Phase, Integer> killsIn = new EnumMap<>(Phase.class);
  private final Map<Phase, Integer> missed = new EnumMap<>(Phase.class);
  private final List<String> violations = new ArrayList<>();
  private final List<String> leaks = new ArrayList<>();
  private long acknowledged;
  private int refused;

  KillRun(int rounds, long seed) {
    this.rounds = rounds;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Runs it. */
  KillFigures run() {
    long begun = System.nanoTime();
    Path work;
    try (WorkDirectory directory = WorkDirectory.make("kill")) {
      RealStores stores = new RealStores(chain.geometry());
      work = directory.path();
      GoldenPacks golden = GoldenPacks.make(stores, chain, work.resolve("undisturbed"));
      intrude(stores, golden, work);
      for (int done = 0; done < rounds && violations.size() < MOST_VIOLATIONS; ) {
        int kills = Math.min(KILLS_PER_STORE, rounds - done);
        oneStore(stores, golden, work, done, kills);
        done += kills;
      }
      directory.openFiles().forEach(file -> leaks.add("open: " + file));
    }
    if (Files.exists(work)) {
      leaks.add("left behind: " + work);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new KillFigures(
        rounds, killsIn, acknowledged, refused, violations, leaks, seconds, seed);
  }

  /** While a process works on a store nobody else comes in, and it goes on unharmed. */
  private void intrude(RealStores stores, GoldenPacks golden, Path work) {
    Path data = work.resolve("data");
    Path journal = work.resolve("journal");
    Account account = new Account(chain.geometry());
    try (Victim victim = start(data, journal, temporary(work))) {
      boolean came = victim.enters(Phase.FREEZING, 1);
      Intruders intruders =
          new Intruders(stores, data, work.resolve("undisturbed"), work, victim.pid());
      intruders.tryAll();
      victim.signal("STOP");
      intruders.tryTheCatalogAlone();
      victim.signal("CONT");
      violations.addAll(intruders.violations());
      refused = intruders.refused();
      if (!came || !victim.enters(Phase.REMOVING, 2) || !victim.kill()) {
        violations.add("what intruders met ended by itself: " + victim.errors());
      }
      account.read(journal);
      Files.delete(journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    aftermath(stores, golden, data, account)
        .violationsOfAskingToo()
        .forEach(wrong -> violations.add("a store with intruders: " + wrong));
    settle(stores, golden, data, account)
        .forEach(wrong -> violations.add("a store with intruders, settled: " + wrong));
    acknowledged += account.acknowledged();
    WorkDirectory.remove(data);
  }

  private void oneStore(
      RealStores stores, GoldenPacks golden, Path work, int firstRound, int kills) {
    Path data = work.resolve("data");
    Account account = new Account(chain.geometry());
    for (int round = firstRound; round < firstRound + kills; round++) {
      String where = "round " + round + ": ";
      killOne(round, work, data, account).forEach(wrong -> violations.add(where + wrong));
      if (account.isOpened()) {
        check(stores, golden, work, data, account, round)
            .forEach(wrong -> violations.add(where + wrong));
      }
    }
    settle(stores, golden, data, account)
        .forEach(wrong -> violations.add("the end of a store: " + wrong));
    acknowledged += account.acknowledged();
    WorkDirectory.remove(data);
  }

  /** The phases in turn; in the second half the one that was hit least. */
  private Phase wanted(int round) {
    if (2 * round <= rounds) {
      return PHASES.get(round % PHASES.size());
    }
    return PHASES.stream()
        .min(Comparator.comparing(phase -> killsIn.getOrDefault(phase, 0)))
        .orElseThrow();
  }

  /** One process: started, killed, and what it said. */
  private List<String> killOne(int round, Path work, Path data, Account account) {
    List<String> wrong = new ArrayList<>();
    Path journal = work.resolve("journal");
    Path temporary = temporary(work);
    try {
      Phase wanted = wanted(round);
      Aim aim =
          Aim.draw(
              wanted,
              LONGEST_MILLIS.getOrDefault(wanted, 0),
              MOST_TIMES,
              missed.getOrDefault(wanted, 0),
              random);
      try (Victim victim = start(data, journal, temporary)) {
        boolean came = aim.await(victim);
        boolean alive = victim.kill();
        Phase phase = account.read(journal);
        if (came && alive) {
          killsIn.merge(phase, 1, Integer::sum);
          if (phase != wanted) {
            missed.merge(wanted, 1, Integer::sum);
          }
        } else {
          wrong.add("it ended by itself, " + phase.word() + ": " + victim.errors());
        }
      }
      Files.deleteIfExists(journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path left : WorkDirectory.list(temporary)) {
      leaks.add("round " + round + ": left in its temporary directory: " + left.getFileName());
    }
    WorkDirectory.remove(temporary);
    return wrong;
  }

  @MustBeClosed
  private Victim start(Path data, Path journal, Path temporary) throws IOException {
    List<String> arguments =
        List.of(data.toString(), journal.toString(), Long.toString(random.nextLong()));
    return Victim.start(
        JavaProcess.of(KilledProcess.class, List.of("-Xmx128m"), temporary, arguments), journal);
  }

  private Aftermath aftermath(RealStores stores, GoldenPacks golden, Path data, Account account) {
    return new Aftermath(
        stores, chain, golden, Aftermath.Ending.KILL, RootPaths.under(data), account);
  }

  private static Path temporary(Path work) {
    try {
      return Files.createDirectories(work.resolve("tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> check(
      RealStores stores, GoldenPacks golden, Path work, Path data, Account account, int round) {
    List<String> wrong = aftermath(stores, golden, data, account).violationsOfAskingToo();
    Path copy = work.resolve("copy");
    if (wrong.isEmpty()) {
      wrong.addAll(new LostOnPurpose(stores, data, copy).violations());
    }
    if (wrong.isEmpty() && round % ROUNDS_PER_RECOVERY == 0) {
      WorkDirectory.copy(data, copy);
      wrong.addAll(settle(stores, golden, copy, account));
      WorkDirectory.remove(copy);
    }
    return wrong;
  }

  /** I4: recovery and the work again end in the same state, whatever a kill left. */
  private List<String> settle(RealStores stores, GoldenPacks golden, Path data, Account account) {
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), StorageEvents.NONE)) {
      Workload workload = new Workload(opened.store(), chain, WorkloadEvents.NONE);
      workload.sweep();
      workload.settle();
    } catch (RuntimeException e) {
      return List.of("I4: it cannot be brought to its end: " + e);
    }
    return aftermath(stores, golden, data, account).settledViolations();
  }
}
