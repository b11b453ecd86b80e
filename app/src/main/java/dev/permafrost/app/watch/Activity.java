package dev.permafrost.app.watch;

import dev.permafrost.app.outcome.FailureText;
import dev.permafrost.app.outcome.StepLines;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.Remedy;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The activity of a process, from the events of its store: what runs, how fast, recent failures,
 * and whether the process is healthy. Thread-safe.
 */
public final class Activity implements StorageEvents {

  /** How many failures are kept. */
  private static final int FAILURES = 20;

  /** A wait is reported every few seconds; one without a report for this long is over. */
  private static final Duration WAIT_IS_OVER = Duration.ofSeconds(90);

  /** One attempt that failed. */
  private record Failed(Instant at, Operation operation, OptionalLong chunk, Throwable failure) {}

  /** A wait, and when it was reported. */
  private record Waiting(CoverageWait told, long atNanos) {}

  private final String command;
  private final TimeSource time;
  private final InstantSource calendar;
  private final StepLines commands;
  private final Duration patience;
  private final Instant begun;
  private final Map<Operation, Map<ChunkId, Task>> tasks = new EnumMap<>(Operation.class);
  private final Map<ChunkId, Waiting> waits = new ConcurrentHashMap<>();
  private final Deque<Failed> failures = new ArrayDeque<>();
  private volatile long lastNanos;
  private volatile long tip = -1;

  /**
   * Creates the activity of a process that starts now.
   *
   * @param command what the process does
   * @param calendar the wall clock, for failures
   * @param commands formats the steps of notices
   * @param patience how long a healthy process may be without progress
   */
  public Activity(
      String command,
      TimeSource time,
      InstantSource calendar,
      StepLines commands,
      Duration patience) {
    this.command = command;
    this.time = time;
    this.calendar = calendar;
    this.commands = commands;
    this.patience = patience;
    this.begun = calendar.instant();
    this.lastNanos = time.nanoTime();
    for (Operation operation : Operation.values()) {
      tasks.put(operation, new ConcurrentHashMap<>());
    }
  }

  // ---- what it is told -------------------------------------------------------------------------

  @Override
  public void progressed(Progress progress) {
    long now = time.nanoTime();
    lastNanos = now;
    Map<ChunkId, Task> ofOperation = of(progress.operation());
    Task task = ofOperation.get(progress.chunk());
    if (task == null) {
      task =
          ofOperation.computeIfAbsent(
              progress.chunk(), chunk -> new Task(progress.operation(), chunk));
      waits.remove(progress.chunk());
      if (progress.operation() == Operation.INGEST) {
        // Each ledger is durable by itself, and the attempt may take hours.
        forgive(Operation.INGEST, OptionalLong.of(progress.chunk().value()));
      }
    }
    task.progressed(progress, now);
  }

  private Map<ChunkId, Task> of(Operation operation) {
    return tasks.getOrDefault(operation, Map.of());
  }

  @Override
  public void committed(LedgerPhases ledger) {
    lastNanos = time.nanoTime();
  }

  @Override
  public void ended(Attempt attempt) {
    attempt
        .chunk()
        .ifPresent(
            chunk -> {
              of(attempt.operation()).remove(chunk);
              waits.remove(chunk);
            });
    if (attempt.outcome() != Outcome.FAILED) {
      lastNanos = time.nanoTime();
      forgive(attempt.operation(), number(attempt));
      return;
    }
    OptionalLong chunk = number(attempt);
    attempt
        .failure()
        .ifPresent(
            failure ->
                remember(new Failed(calendar.instant(), attempt.operation(), chunk, failure)));
  }

  private synchronized void remember(Failed failed) {
    failures.addFirst(failed);
    if (failures.size() > FAILURES) {
      failures.removeLast();
    }
  }

  /** A failure is removed when the same work has succeeded. */
  private synchronized void forgive(Operation operation, OptionalLong chunk) {
    failures.removeIf(failed -> failed.operation() == operation && failed.chunk().equals(chunk));
  }

  private static OptionalLong number(Attempt attempt) {
    return attempt.chunk().map(id -> OptionalLong.of(id.value())).orElse(OptionalLong.empty());
  }

  /**
   * A lake's answer that something does not exist yet is an answer, too: the follower is up to
   * date.
   */
  @Override
  public void requested(LakeRequest request) {
    if (request.result() == LakeRequest.Result.PRESENT
        || request.result() == LakeRequest.Result.ABSENT) {
      lastNanos = time.nanoTime();
    }
  }

  @Override
  public void tipSeen(LakeTip seen) {
    tip = seen.sequence();
  }

  @Override
  public void waiting(CoverageWait wait) {
    wait.have().ifPresent(sequence -> tip = sequence);
    waits.put(wait.chunk(), new Waiting(wait, time.nanoTime()));
  }

  // ---- what it tells ---------------------------------------------------------------------------

  /** Why the process is not healthy; empty if it is. */
  public List<String> troubles() {
    long now = time.nanoTime();
    List<String> troubles = new ArrayList<>();
    Duration silent = Duration.ofNanos(now - lastNanos);
    if (silent.compareTo(patience) > 0) {
      troubles.add("no progress for " + silent.toSeconds() + " s");
    }
    for (Waiting waiting : waits.values()) {
      if (now - waiting.atNanos() < WAIT_IS_OVER.toNanos()) {
        CoverageWait wait = waiting.told();
        troubles.add(
            "chunk "
                + wait.chunk()
                + " waits for the lake to cover ledger "
                + wait.need()
                + ", for "
                + wait.waited().toSeconds()
                + " s");
      }
    }
    synchronized (this) {
      if (!failures.isEmpty()) {
        Failed last = failures.getFirst();
        troubles.add(
            word(last.operation())
                + (last.chunk().isPresent() ? " of chunk " + last.chunk().getAsLong() : "")
                + " failed at "
                + last.at()
                + ": "
                + last.failure().getClass().getSimpleName());
      }
    }
    return troubles;
  }

  /**
   * The fields for JSON.
   *
   * @param newest the newest ledger of the store, for the lag
   */
  public Map<String, Object> fields(OptionalLong newest) {
    long now = time.nanoTime();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command);
    fields.put("since", begun.toString());
    List<String> troubles = troubles();
    fields.put("healthy", troubles.isEmpty());
    fields.put("troubles", troubles);
    long seen = tip;
    if (seen >= 0) {
      fields.put("lakeTip", seen);
      newest.ifPresent(ledger -> fields.put("behind", Math.max(0, seen - ledger)));
    }
    fields.put(
        "running",
        tasks.values().stream()
            .flatMap(ofOperation -> ofOperation.values().stream())
            .sorted(Comparator.comparing(Task::chunk))
            .map(task -> task.fields(now))
            .toList());
    synchronized (this) {
      fields.put("failures", failures.stream().map(this::fields).toList());
    }
    return fields;
  }

  /** For other exceptions only the type is shown: the message might contain secrets. */
  private Map<String, Object> fields(Failed failed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", failed.at().toString());
    fields.put("operation", word(failed.operation()));
    failed.chunk().ifPresent(chunk -> fields.put("chunk", chunk));
    if (failed.failure() instanceof StorageFailure known) {
      fields.put("remedy", word(known.remedy()));
      fields.put("help", help(known.remedy()));
      fields.putAll(new FailureText(known, commands).fields());
    } else {
      fields.put("remedy", "bug");
      fields.put("help", "an unexpected failure: see the log of the process");
      fields.put("type", failed.failure().getClass().getSimpleName());
    }
    return fields;
  }

  private static String help(Remedy remedy) {
    return switch (remedy) {
      case REPLACE_DATA -> "the data is damaged: fetch or derive it again";
      case CHANGE_REQUEST -> "the request is wrong: it must be changed";
      case TRY_LATER -> "a later try may help";
      case OPERATOR -> "an operator must act first";
      case NONE -> "nothing is wrong";
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
