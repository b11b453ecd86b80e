package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs what several threads do in every order with at most one deviation from the usual turns, and
 * in some with more, drawn from a seed. Every run begins with the same machine, and equal
 * deviations give the same run.
 */
public final class Interleavings {

  private static final int MOST_DRAWN = 4;

  private final Bench bench;
  private final Together together;
  private final Moment start;

  /** Prepares what the threads begin with. */
  Interleavings(Together together, Bench bench) {
    this.bench = bench;
    this.together = together;
    Machine machine = Layout.ONE_VOLUME.newMachine();
    together.preparation().on(site(machine, () -> Wiring.AS_IT_IS));
    this.start = machine.moment();
  }

  private Site site(Machine machine, Supplier<Wiring> wiring) {
    Promises promises = new Promises(Bench.GEOMETRY, Set.of());
    return new Site(Layout.ONE_VOLUME, machine, promises, wiring, bench);
  }

  /**
   * What was found first, with the deviations that lead there.
   *
   * @param program which threads
   * @param deviations at which decision which other thread went on
   * @param failure what one of them failed with
   */
  record Found(String program, Map<Integer, Integer> deviations, Throwable failure) {
    @Override
    public String toString() {
      String path =
          deviations.entrySet().stream()
              .map(entry -> entry.getKey() + ":" + entry.getValue())
              .collect(Collectors.joining(","));
      return program + " in order [" + path + "]: " + failure;
    }
  }

  /**
   * Looks for a failure: the usual turns, each single deviation, and so many drawn ones.
   *
   * @return the first one
   */
  private Optional<Found> explored(long seed, int draws) {
    List<Integer> others = new ArrayList<>();
    Optional<Found> found = run(Map.of(), others);
    for (int decision = 0; decision < others.size() && found.isEmpty(); decision++) {
      for (int other = 1; other <= others.get(decision) && found.isEmpty(); other++) {
        found = run(Map.of(decision, other), new ArrayList<>());
      }
    }
    Random random = new Random(seed);
    for (int draw = 0; draw < draws && found.isEmpty(); draw++) {
      Map<Integer, Integer> deviations = new TreeMap<>();
      int count = 2 + random.nextInt(MOST_DRAWN - 1);
      for (int i = 0; i < count; i++) {
        deviations.put(
            random.nextInt(others.size()), 1 + random.nextInt(together.threads().size()));
      }
      found = run(deviations, new ArrayList<>());
    }
    return found;
  }

  /** The operations of one run, in their order. */
  List<String> traceOf(Map<Integer, Integer> deviations) {
    List<String> trace = new ArrayList<>();
    run(deviations, new ArrayList<>(), step -> trace.add(step.toString()));
    return trace;
  }

  private Optional<Found> run(Map<Integer, Integer> deviations, List<Integer> others) {
    return run(deviations, others, Machine.Observer.NONE);
  }

  /** Runs the threads once. */
  private Optional<Found> run(
      Map<Integer, Integer> deviations, List<Integer> others, Machine.Observer observer) {
    Machine machine = start.afterProcessDeath();
    machine.observe(observer);
    TurnTaking turns =
        new TurnTaking(
            machine, (decision, more) -> Math.min(more, deviations.getOrDefault(decision, 0)));
    Site site = site(machine, () -> new OnTurns(turns));
    Throwable failure = null;
    try (Store store = site.open()) {
      List<Runnable> bodies = new ArrayList<>();
      together.threads().forEach(step -> bodies.add(() -> step.on(store, site)));
      List<Throwable> failures = turns.run(bodies);
      failure = failures.isEmpty() ? null : failures.get(0);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    others.addAll(turns.others());
    return found(deviations, failure);
  }

  private Optional<Found> found(Map<Integer, Integer> deviations, @Nullable Throwable failure) {
    return failure == null
        ? Optional.empty()
        : Optional.of(new Found(together.name(), deviations, failure));
  }

  /** A process whose clock lets other threads go on. */
  private static final class OnTurns extends Wiring {
    private final TurnTaking turns;

    OnTurns(TurnTaking turns) {
      this.turns = turns;
    }

    @Override
    public TimeSource time(TimeSource original) {
      return turns.time(original);
    }
  }

  /**
   * Explores all that there is, and says what was found: for the loader of mutants, too.
   *
   * @return nothing, or what was found first, and its stack
   */
  public static List<String> explore(long seed, int draws) {
    try (Bench bench = new Bench()) {
      return Together.ALL.stream()
          .flatMap(together -> new Interleavings(together, bench).explored(seed, draws).stream())
          .findFirst()
          .map(found -> List.of(found.toString(), stack(found.failure())))
          .orElse(List.of());
    }
  }

  private static String stack(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .limit(12)
        .map(frame -> "  at " + frame)
        .collect(Collectors.joining("\n"));
  }
}
