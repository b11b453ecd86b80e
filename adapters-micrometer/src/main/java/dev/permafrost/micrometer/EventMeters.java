package dev.permafrost.micrometer;

import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.FreezePhases;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.StorageFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and times the operations of a store: register it as the store's observer. Thread-safe. A
 * committed ledger costs the update of seven meters and allocates nothing.
 *
 * <p>docs/metrics.md, "Names", has every meter. None has a label for the chunk: there are
 * thousands.
 */
public final class EventMeters implements StorageEvents {

  private static final String NONE = "none";
  private static final long UNKNOWN = -1;

  private static final Duration[] COMMIT_BUCKETS = {
    micros(50),
    micros(100),
    micros(250),
    micros(500),
    micros(1_000),
    micros(2_500),
    micros(5_000),
    micros(10_000),
    micros(25_000),
    micros(50_000),
    micros(100_000),
    micros(250_000),
    micros(1_000_000),
    micros(5_000_000)
  };

  private static final Duration[] WORK_BUCKETS = {
    micros(10_000),
    micros(100_000),
    seconds(1),
    seconds(5),
    seconds(10),
    seconds(30),
    seconds(60),
    seconds(120),
    seconds(300),
    seconds(600),
    seconds(1_800),
    seconds(3_600),
    seconds(86_400)
  };

  private static final Duration[] REQUEST_BUCKETS = {
    micros(5_000),
    micros(10_000),
    micros(25_000),
    micros(50_000),
    micros(100_000),
    micros(250_000),
    micros(500_000),
    seconds(1),
    seconds(2),
    seconds(5),
    seconds(15),
    seconds(60)
  };

  /** The meters for the ledgers of one operation from one source. */
  private record Ledgers(Counter ledgers, Counter rawBytes, Counter storedBytes) {}

  /** The meters for the requests to one mirror with one result. */
  private record Requests(Counter requests, Timer time, Counter retries, Counter bytes) {}

  private final MeterRegistry registry;
  private final Timer check;
  private final Timer encode;
  private final Timer commit;
  private final Timer witness;
  private final Timer pass;
  private final Timer sync;
  private final Timer flip;
  private final Map<String, Ledgers> ingested = new ConcurrentHashMap<>();
  private final Map<List<String>, Requests> requests = new ConcurrentHashMap<>();
  private final AtomicLong lakeTip = new AtomicLong(UNKNOWN);

  /** How many ledgers each chunk that waits for coverage still misses. */
  private final Map<Integer, Long> missing = new ConcurrentHashMap<>();

  /** Creates meters in a registry, which the caller owns. */
  public EventMeters(MeterRegistry registry) {
    this.registry = registry;
    this.check = ledgerPhase("check");
    this.encode = ledgerPhase("encode");
    this.commit = ledgerPhase("commit");
    this.witness = ledgerPhase("witness");
    this.pass = freezePhase("pass");
    this.sync = freezePhase("sync");
    this.flip = freezePhase("flip");
    Gauge.builder("permafrost.lake.tip.ledger", lakeTip, EventMeters::orUnknown)
        .description("The newest ledger of the lake, when it was last asked.")
        .register(registry);
    Gauge.builder(
            "permafrost.coverage.missing.ledgers",
            missing,
            waits -> waits.values().stream().mapToLong(Long::longValue).max().orElse(0))
        .description("How many ledgers the lake is short of what is waited for.")
        .register(registry);
  }

  private static double orUnknown(AtomicLong value) {
    long known = value.get();
    return known == UNKNOWN ? Double.NaN : known;
  }

  @Override
  public void ended(Attempt attempt) {
    String operation = word(attempt.operation());
    String source = attempt.source().isEmpty() ? NONE : attempt.source();
    String outcome = word(attempt.outcome());
    counter("permafrost.attempts", "How many attempts ended.", operation, source)
        .tag("outcome", outcome)
        .register(registry)
        .increment();
    Timer.builder("permafrost.attempt.duration")
        .description("How long attempts took.")
        .tags("operation", operation, "source", source, "outcome", outcome)
        .serviceLevelObjectives(WORK_BUCKETS)
        .register(registry)
        .record(attempt.elapsed());
    // The ledgers of an ingestion were counted one by one: a live one may not end for hours.
    if (attempt.operation() != Operation.INGEST && attempt.ledgers() > 0) {
      Ledgers counters = ledgers(operation, source);
      counters.ledgers().increment((double) attempt.ledgers());
      counters.rawBytes().increment((double) attempt.rawBytes());
      counters.storedBytes().increment((double) attempt.storedBytes());
    }
    if (attempt.outcome() == Outcome.FAILED) {
      failed(operation, attempt);
    }
    attempt.chunk().ifPresent(chunk -> missing.remove(chunk.value()));
  }

  /** A chunk that makes progress no longer waits. */
  @Override
  public void progressed(Progress progress) {
    if (!missing.isEmpty()) {
      missing.remove(progress.chunk().value());
    }
  }

  private void failed(String operation, Attempt attempt) {
    String failure =
        attempt.failure().map(cause -> cause.getClass().getSimpleName()).orElse("unknown");
    String remedy =
        attempt
            .failure()
            .map(cause -> cause instanceof StorageFailure known ? word(known.remedy()) : "bug")
            .orElse("unknown");
    Counter.builder("permafrost.failures")
        .description("How many attempts failed, and who can help.")
        .tags("operation", operation, "failure", failure, "remedy", remedy)
        .register(registry)
        .increment();
  }

  @Override
  public void committed(LedgerPhases ledger) {
    check.record(ledger.checkNanos(), TimeUnit.NANOSECONDS);
    encode.record(ledger.encodeNanos(), TimeUnit.NANOSECONDS);
    commit.record(ledger.commitNanos(), TimeUnit.NANOSECONDS);
    witness.record(ledger.witnessNanos(), TimeUnit.NANOSECONDS);
    Ledgers counters = ingested.get(ledger.source());
    if (counters == null) {
      counters = ledgers(word(Operation.INGEST), ledger.source());
      ingested.put(ledger.source(), counters);
    }
    counters.ledgers().increment();
    counters.rawBytes().increment((double) ledger.rawBytes());
    counters.storedBytes().increment((double) ledger.frameBytes());
  }

  @Override
  public void froze(FreezePhases chunk) {
    pass.record(chunk.passNanos(), TimeUnit.NANOSECONDS);
    sync.record(chunk.syncNanos(), TimeUnit.NANOSECONDS);
    flip.record(chunk.flipNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void requested(LakeRequest request) {
    Requests meters =
        requests.computeIfAbsent(
            List.of(request.mirror(), word(request.result())),
            labels -> requests(labels.get(0), labels.get(1)));
    meters.requests().increment();
    meters.time().record(request.elapsedNanos(), TimeUnit.NANOSECONDS);
    meters.bytes().increment((double) request.bytes());
    if (request.attempt() > 1) {
      meters.retries().increment();
    }
  }

  @Override
  public void tipSeen(LakeTip tip) {
    lakeTip.set(tip.sequence());
  }

  @Override
  public void waiting(CoverageWait wait) {
    wait.have().ifPresent(lakeTip::set);
    missing.put(wait.chunk().value(), Math.max(0, wait.need() - wait.have().orElse(0)));
  }

  private Ledgers ledgers(String operation, String source) {
    return new Ledgers(
        counter("permafrost.ledgers", "How many ledgers were handled.", operation, source)
            .register(registry),
        counter("permafrost.raw.bytes", "How many bytes they have raw.", operation, source)
            .baseUnit("bytes")
            .register(registry),
        counter("permafrost.stored.bytes", "How many bytes of frames.", operation, source)
            .baseUnit("bytes")
            .register(registry));
  }

  private Requests requests(String mirror, String result) {
    return new Requests(
        ofMirror("permafrost.lake.requests", "How many requests to a lake ended.", mirror, result)
            .register(registry),
        Timer.builder("permafrost.lake.request")
            .description("How long requests to a lake took, the wait for room included.")
            .tags("mirror", mirror, "result", result)
            .serviceLevelObjectives(REQUEST_BUCKETS)
            .register(registry),
        ofMirror("permafrost.lake.retries", "How many of them were retries.", mirror, result)
            .register(registry),
        ofMirror("permafrost.lake.bytes", "How many bytes a lake sent.", mirror, result)
            .baseUnit("bytes")
            .register(registry));
  }

  private Timer ledgerPhase(String phase) {
    return Timer.builder("permafrost.ledger.commit")
        .description("Durations of the phases of a committed ledger.")
        .tag("phase", phase)
        .serviceLevelObjectives(COMMIT_BUCKETS)
        .register(registry);
  }

  private Timer freezePhase(String phase) {
    return Timer.builder("permafrost.freeze.phase")
        .description("Durations of the phases of a freeze.")
        .tag("phase", phase)
        .serviceLevelObjectives(WORK_BUCKETS)
        .register(registry);
  }

  private static Counter.Builder counter(
      String name, String description, String operation, String source) {
    return Counter.builder(name)
        .description(description)
        .tags("operation", operation, "source", source);
  }

  private static Counter.Builder ofMirror(
      String name, String description, String mirror, String result) {
    return Counter.builder(name).description(description).tags("mirror", mirror, "result", result);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(1_000 * micros);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
