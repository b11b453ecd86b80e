package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Survival;
import dev.permafrost.testkit.machine.Survivors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Stops a simulated machine at every operation of every scenario, in every way that a power cut or
 * the death of its processes may leave it, and tries what is left; then stops the recovery, too.
 *
 * <p>It goes on in rounds, the cheapest first: every operation with few survivors; process deaths,
 * run again, and cut; every operation with all survivors up to the bound; every volume cut at every
 * operation on it, the others later; second crashes at every operation of every recovery, their
 * survivors sampled; third ones after some of them; then the same for walks, scenarios by chance,
 * for as long as it may. Everything is drawn from the seed; how far it comes within a time is not.
 */
public final class CrashExplorer {

  private static final int FEW = 8;

  /** With how many survivors, at most, every first crash is looked at as a whole. */
  static final int BOUND = 64;

  private static final int WALKS_AT_ONCE = 8;

  /**
   * How far to go.
   *
   * @param seed what every choice is drawn from
   * @param budget when to stop at the latest, even in the middle of the first round
   * @param enough how many states are enough, once every operation was seen with all survivors up
   *     to the bound
   * @param workers how many threads explore
   * @param mostFailures after how many failures to stop
   */
  public record Limits(long seed, Duration budget, long enough, int workers, int mostFailures) {}

  private final Limits limits;
  private final Supplier<Wiring> wiring;
  private final boolean watching;
  private final List<Scenario> scenarios;
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();
  private final Set<Long> stopped = ConcurrentHashMap.newKeySet();
  private final AtomicLong points = new AtomicLong();
  private final AtomicLong losses = new AtomicLong();
  private final AtomicLong again = new AtomicLong();
  private final Queue<Exploration.Failure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Origin> origins = new ConcurrentLinkedQueue<>();
  private final Queue<Origin> laterOrigins = new ConcurrentLinkedQueue<>();
  private final long startNanos = System.nanoTime();
  private int scenariosRun;
  private int boundDone;

  /** Explores the production code in all scenarios. */
  public CrashExplorer(Limits limits) {
    this(limits, () -> Wiring.AS_IT_IS, true, Scenarios.ALL);
  }

  CrashExplorer(
      Limits limits, Supplier<Wiring> wiring, boolean watching, List<Scenario> scenarios) {
    this.limits = limits;
    this.wiring = wiring;
    this.watching = watching;
    this.scenarios = List.copyOf(scenarios);
    this.scenariosRun = scenarios.size();
  }

  /** Explores, and returns when it is over. */
  public Exploration explore() {
    try (Workers workers = new Workers(limits.workers())) {
      explore(Golden.make(workers.first()), workers);
    }
    return new Exploration(
        scenariosRun,
        points.get(),
        losses.get(),
        seen.size(),
        again.get(),
        boundDone,
        List.copyOf(failures),
        limits.seed(),
        (System.nanoTime() - startNanos) / 1e9);
  }

  private List<Plan> plans(List<Scenario> some, Golden golden, Workers workers) {
    Queue<Plan> plans = new ConcurrentLinkedQueue<>();
    workers.each(
        some,
        this::isOver,
        (scenario, bench) -> {
          Plan plan = Plan.of(scenario, golden, wiring, bench, watching);
          points.addAndGet(plan.pointCount());
          plans.add(plan);
          report(CrashPath.of(scenario), plan.violations());
        });
    List<Plan> ordered = new ArrayList<>(plans);
    ordered.sort(Comparator.comparing(plan -> plan.scenario().name()));
    return ordered;
  }

  private void explore(Golden golden, Workers workers) {
    List<Plan> plans = plans(scenarios, golden, workers);
    Random random = new Random(limits.seed());
    if (failures.isEmpty()) {
      firstCrashes(plans, FEW, workers);
      furtherCrashes(deaths(), FEW, random, workers, this::isOver);
      firstCrashes(plans, BOUND, workers);
      lostVolumes(plans, FEW, workers, this::isOver);
      furtherCrashes(shuffled(origins, random), FEW, random, workers, this::hasEnough);
      furtherCrashes(shuffled(laterOrigins, random), FEW, random, workers, this::hasEnough);
    }
    while (failures.isEmpty() && !hasEnough()) {
      origins.clear();
      laterOrigins.clear();
      List<Scenario> walks = new ArrayList<>();
      for (int i = 0; i < WALKS_AT_ONCE; i++) {
        walks.add(Walks.of(random.nextInt(Integer.MAX_VALUE)));
      }
      walks.add(Schedules.of(random.nextInt(Integer.MAX_VALUE)));
      scenariosRun += walks.size();
      List<Plan> walking = plans(walks, golden, workers);
      firstCrashes(walking, FEW, workers);
      lostVolumes(walking, FEW, workers, this::hasEnough);
      furtherCrashes(shuffled(origins, random), FEW, random, workers, this::hasEnough);
      furtherCrashes(shuffled(laterOrigins, random), FEW, random, workers, this::hasEnough);
    }
  }

  private List<Origin> deaths() {
    List<Origin> deaths = new ArrayList<>(origins);
    deaths.removeIf(origin -> !origin.isVolatile());
    return deaths;
  }

  private static List<Origin> shuffled(Queue<Origin> queue, Random random) {
    List<Origin> list = new ArrayList<>(queue);
    list.sort(Comparator.comparing(origin -> origin.path().toString()));
    Collections.shuffle(list, random);
    return list;
  }

  private boolean isOver() {
    return failures.size() >= limits.mostFailures()
        || System.nanoTime() - startNanos >= limits.budget().toNanos();
  }

  private boolean hasEnough() {
    return isOver() || seen.size() >= limits.enough();
  }

  // ---- crashes
  // -----------------------------------------------------------------------------------

  private void firstCrashes(List<Plan> plans, int bound, Workers workers) {
    record Work(Plan plan, Point point) {}
    List<Work> work = new ArrayList<>();
    for (Plan plan : plans) {
      plan.points().forEach(point -> work.add(new Work(plan, point)));
    }
    workers.each(
        work,
        this::isOver,
        (one, bench) -> {
          CrashPath path = CrashPath.of(one.plan().scenario());
          Random random = new Random(seedOf(path, one.point().step()));
          crash(one.plan(), path, one.point(), bound, random, bench);
        });
    if (!isOver()) {
      boundDone = Math.max(boundDone, bound);
    }
  }

  /** One volume is cut before the others, and the others at each operation behind. */
  private void lostVolumes(List<Plan> plans, int samples, Workers workers, BooleanSupplier enough) {
    record Work(Plan plan, VolumeLosses.Loss loss) {}
    List<Work> work = new ArrayList<>();
    for (Plan plan : plans) {
      VolumeLosses.of(plan).forEach(loss -> work.add(new Work(plan, loss)));
    }
    workers.each(
        work,
        enough,
        (one, bench) -> {
          String scenario = one.plan().scenario().name();
          VolumeLosses.Run run =
              VolumeLosses.run(
                  one.plan(),
                  one.loss(),
                  wiring,
                  bench,
                  (digest, promised) ->
                      !stopped.contains(mix(scenario, digest, promised) + samples));
          points.addAndGet(run.count());
          losses.incrementAndGet();
          CrashPath path = CrashPath.of(one.plan().scenario()).behind(one.loss());
          report(path, run.violations());
          for (Point point : run.points()) {
            Random random = new Random(seedOf(path, point.step()));
            crash(one.plan(), path, point, samples, random, bench);
          }
        });
  }

  /** One crash more in each recovery, at every operation, with a few survivors each. */
  private void furtherCrashes(
      List<Origin> from, int samples, Random random, Workers workers, BooleanSupplier enough) {
    long salt = random.nextLong();
    workers.each(
        from,
        enough,
        (origin, bench) -> {
          Trial trial = new Trial(origin.plan(), bench, wiring, watching).interleaving();
          trial.on(
              origin.boot(),
              origin.promised(),
              (digest, promised) ->
                  !stopped.contains(
                      mix(origin.plan().scenario().name(), digest, promised) + samples));
          points.addAndGet(trial.pointCount());
          Random own = new Random(seedOf(origin.path(), salt));
          for (Point point : trial.points()) {
            if (enough.getAsBoolean()) {
              return;
            }
            crash(origin.plan(), origin.path(), point, samples, own, bench);
          }
        });
  }

  private void crash(
      Plan plan, CrashPath path, Point point, int samples, Random random, Bench bench) {
    if (!stopped.add(mix(plan.scenario().name(), point.digest(), point.promised()) + samples)) {
      return;
    }
    if (!isOfLoss(path)) {
      tryOnce(
          new Origin(plan, path.then(point.step(), Optional.empty()), point, Optional.empty()),
          bench);
    }
    Survivors survivors = point.moment().survivors(Relevant.PARTS);
    for (Survival survival : survivors.upTo(samples, random)) {
      tryOnce(
          new Origin(
              plan, path.then(point.step(), Optional.of(survival)), point, Optional.of(survival)),
          bench);
    }
  }

  /** What was visible on a volume that was cut is gone, however its process ends. */
  private static boolean isOfLoss(CrashPath path) {
    return path.loss().isPresent() && path.crashes().isEmpty();
  }

  // ---- trials
  // ------------------------------------------------------------------------------------

  private void tryOnce(Origin origin, Bench bench) {
    Machine machine = origin.boot();
    long digest = machine.digest(Relevant.PARTS);
    if (isOver() || !seen.add(mix(origin.plan().scenario().name(), digest, origin.promised()))) {
      return;
    }
    Trial trial = new Trial(origin.plan(), bench, wiring, watching);
    trial.on(machine, origin.promised(), null);
    report(origin.path(), trial.violations());
    if (Math.floorMod(digest, 8) == 0) {
      report(origin.path(), LostReady.on(origin, wiring, bench));
    }
    int crashes = origin.path().crashes().size();
    if (crashes > 1) {
      again.incrementAndGet();
    }
    if (crashes == 1) {
      origins.add(origin);
    } else if (crashes == 2 && Math.floorMod(digest >>> 8, 16) == 0) {
      laterOrigins.add(origin);
    }
  }

  private void report(CrashPath path, List<Violation> violations) {
    if (!violations.isEmpty() && failures.size() < limits.mostFailures()) {
      failures.add(
          new Exploration.Failure(
              path.toString(), violations.stream().map(Violation::toString).toList()));
    }
  }

  private long seedOf(CrashPath path, long salt) {
    return limits.seed() * 0x9E3779B97F4A7C15L + path.toString().hashCode() * 31L + salt;
  }

  private static long mix(String scenario, long digest, Set<Long> promised) {
    return digest
        ^ (scenario.hashCode() * 0x9E3779B97F4A7C15L)
        ^ (promised.hashCode() * 0xBF58476D1CE4E5B9L);
  }
}
