package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.MirrorsDiffer;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * All addresses of one lake, in the configured order. A request that one of them cannot answer is
 * sent to another; those that answer must have the same network and layout.
 *
 * <p>With a single address, its answers and its failures are passed on unchanged. Thread-safe.
 */
public final class Mirrors implements AutoCloseable {

  /** How long a mirror is not asked again after it could not describe itself. */
  private static final long REST_NANOS = Duration.ofMinutes(1).toNanos();

  /** How long a mirror may take to answer a small request if another one can be asked. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Mirror> all;
  private final TimeSource time;
  private final Map<Mirror, Failed> failed = new ConcurrentHashMap<>();

  /** When a mirror failed to answer, and why. */
  private record Failed(long nanos, StorageFailure why) {}

  public Mirrors(List<Mirror> all, TimeSource time) {
    this.all = List.copyOf(all);
    this.time = time;
  }

  /** Their addresses, without secrets. */
  public String location() {
    return String.join(", ", all.stream().map(Mirror::location).toList());
  }

  /**
   * The answer of one mirror.
   *
   * @param mirror which
   * @param value its answer
   */
  public record Answer<T>(Mirror mirror, T value) {}

  /**
   * The answers of all available mirrors.
   *
   * @param answers at least one, in the order of the mirrors
   * @param failures why the others did not answer
   */
  public record Answers<T>(List<Answer<T>> answers, List<StorageFailure> failures) {

    public List<T> values() {
      return answers.stream().map(Answer::value).toList();
    }

    /** The same with failures that were known before. */
    Answers<T> and(List<StorageFailure> more) {
      List<StorageFailure> together = new ArrayList<>(more);
      together.addAll(failures);
      return new Answers<>(answers, together);
    }

    /**
     * Requires that every mirror answered.
     *
     * @throws StorageFailure the first failure, if there is one
     */
    public void requireAll() {
      if (!failures.isEmpty()) {
        throw first(failures);
      }
    }
  }

  /**
   * The descriptions of the mirrors that can give one at the moment.
   *
   * @throws StorageFailure if none can, or they are not mirrors of one lake
   */
  public Answers<LakeDescription> descriptions(Deadline deadline) {
    List<Mirror> asked = new ArrayList<>();
    List<StorageFailure> resting = new ArrayList<>();
    for (Mirror mirror : all) {
      Failed before = failed.get(mirror);
      if (before != null && time.nanoTime() - before.nanos() < REST_NANOS) {
        resting.add(before.why());
      } else {
        asked.add(mirror);
      }
    }
    boolean allRest = asked.isEmpty();
    Answers<LakeDescription> described =
        ask(
            allRest ? all : asked,
            (mirror, own) -> mirror.metadata().description(own),
            answer -> false,
            PATIENCE,
            deadline);
    requireOneLake(described.answers());
    return allRest ? described : described.and(resting);
  }

  /**
   * Sends a small request to every mirror that has a description.
   *
   * @param question receives a mirror, and its share of the caller's time
   * @throws StorageFailure if none answers
   */
  public <T> Answers<T> askAll(BiFunction<Mirror, Deadline, T> question, Deadline deadline) {
    return askUntil(answer -> false, PATIENCE, question, deadline);
  }

  /**
   * Asks mirrors until the answer of one is conclusive.
   *
   * @param mostForOne how long one may take if another can be asked
   */
  public <T> Answers<T> askUntil(
      Predicate<T> isSettledBy,
      Duration mostForOne,
      BiFunction<Mirror, Deadline, T> question,
      Deadline deadline) {
    Answers<LakeDescription> described = descriptions(deadline);
    List<Mirror> able = described.answers().stream().map(Answer::mirror).toList();
    return ask(able, question, isSettledBy, mostForOne, deadline).and(described.failures());
  }

  private <T> Answers<T> ask(
      List<Mirror> asked,
      BiFunction<Mirror, Deadline, T> question,
      Predicate<T> isSettledBy,
      Duration mostForOne,
      Deadline deadline) {
    List<Answer<T>> answers = new ArrayList<>();
    List<StorageFailure> failures = new ArrayList<>();
    List<Mirror> silent = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Mirror mirror = asked.get(i);
      try {
        T value = question.apply(mirror, deadline.share(asked.size() - i, mostForOne));
        answers.add(new Answer<>(mirror, value));
        failed.remove(mirror);
        if (isSettledBy.test(value)) {
          break;
        }
      } catch (Cancelled | WrongNetwork e) {
        throw e;
      } catch (StorageFailure e) {
        failures.add(e);
        silent.add(mirror);
      }
    }
    if (answers.isEmpty()) {
      throw first(failures);
    }
    for (int i = 0; i < silent.size(); i++) {
      failed.put(silent.get(i), new Failed(time.nanoTime(), failures.get(i)));
      silent.get(i).reportOnce(String.valueOf(failures.get(i).getMessage()));
    }
    return new Answers<>(answers, failures);
  }

  private static StorageFailure first(List<StorageFailure> failures) {
    StorageFailure first = failures.get(0);
    failures.stream().skip(1).filter(later -> later != first).forEach(first::addSuppressed);
    return first;
  }

  private static void requireOneLake(List<Answer<LakeDescription>> described) {
    Answer<LakeDescription> first = described.get(0);
    for (Answer<LakeDescription> other : described) {
      LakeDescription one = first.value();
      LakeDescription two = other.value();
      if (!one.network().equals(two.network())) {
        throw new WrongNetwork(one.network(), two.network(), other.mirror().location());
      }
      int batch = one.layout().ledgersPerBatch();
      if (batch != two.layout().ledgersPerBatch()) {
        throw new MirrorsDiffer(
            first.mirror().location(),
            batch,
            other.mirror().location(),
            two.layout().ledgersPerBatch());
      }
    }
  }

  @Override
  public void close() {
    all.forEach(Mirror::close);
  }
}
