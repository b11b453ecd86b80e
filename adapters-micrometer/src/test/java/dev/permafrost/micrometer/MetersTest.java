package dev.permafrost.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.FreezePhases;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StoreReading;
import dev.permafrost.ports.failure.NoBackendConfigured;
import dev.permafrost.ports.failure.StorageUnavailable;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus scrapes of a store. */
final class MetersTest {

  private static final ChunkId CHUNK = new ChunkId(4);
  private static final String LAKE = "https://lake.example/ledgers";

  /** The table of docs/metrics.md: the name without its prefix, its type, its labels. */
  private static final Map<String, List<String>> TABLE =
      Map.ofEntries(
          Map.entry("attempts_total", List.of("counter", "operation", "outcome", "source")),
          Map.entry(
              "attempt_duration_seconds", List.of("histogram", "operation", "outcome", "source")),
          Map.entry("ledgers_total", List.of("counter", "operation", "source")),
          Map.entry("raw_bytes_total", List.of("counter", "operation", "source")),
          Map.entry("stored_bytes_total", List.of("counter", "operation", "source")),
          Map.entry("failures_total", List.of("counter", "failure", "operation", "remedy")),
          Map.entry("ledger_commit_seconds", List.of("histogram", "phase")),
          Map.entry("freeze_phase_seconds", List.of("histogram", "phase")),
          Map.entry("lake_requests_total", List.of("counter", "mirror", "result")),
          Map.entry("lake_request_seconds", List.of("histogram", "mirror", "result")),
          Map.entry("lake_retries_total", List.of("counter", "mirror", "result")),
          Map.entry("lake_bytes_total", List.of("counter", "mirror", "result")),
          Map.entry("latest_ledger", List.of("gauge")),
          Map.entry("lake_tip_ledger", List.of("gauge")),
          Map.entry("coverage_missing_ledgers", List.of("gauge")),
          Map.entry("chunks", List.of("gauge", "state")),
          Map.entry("store_bytes", List.of("gauge", "kind")),
          Map.entry("hot_bytes", List.of("gauge")),
          Map.entry("volume_free_bytes", List.of("gauge", "root")),
          Map.entry("prefetch_bytes", List.of("gauge")));

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EventMeters events = new EventMeters(registry);
  private StoreReading held = reading(OptionalLong.of(40_001), 12);

  @Test
  void everyNameOfTheTableIsScrapedWithItsTypeAndLabelsAndNoOther() {
    doEverything();
    new StoreGauges(() -> held).bindTo(registry);
    String scraped = registry.scrape();
    Map<String, String> types = types(scraped);
    Map<String, List<String>> found = new TreeMap<>();
    types.forEach(
        (name, type) -> {
          // The largest of late, which Micrometer adds to each timer.
          if (!name.endsWith("_max")) {
            List<String> told = new java.util.ArrayList<>(List.of(type));
            told.addAll(labels(scraped, name));
            found.put(name.replaceFirst("^permafrost_", ""), told);
          }
        });
    assertThat(found).containsExactlyInAnyOrderEntriesOf(TABLE);
    assertThat(types.keySet()).allMatch(name -> name.startsWith("permafrost_"));
    assertThat(scraped).doesNotContain("chunk=");
  }

  @Test
  void theLedgersOfAnIngestionAreCountedAsTheyAreCommittedAndNotOnceMoreAtItsEnd() {
    events.committed(new LedgerPhases(CHUNK, 40_002, "live", 1_000, 100, 1, 2, 3, 4));
    events.committed(new LedgerPhases(CHUNK, 40_003, "live", 2_000, 200, 1, 2, 3, 4));
    events.ended(attempt(Operation.INGEST, "live", Outcome.DONE, 2, Optional.empty()));
    assertThat(value("ledgers_total", "operation=\"ingest\",source=\"live\"")).isEqualTo(2);
    assertThat(value("raw_bytes_total", "operation=\"ingest\",source=\"live\"")).isEqualTo(3_000);
    assertThat(value("stored_bytes_total", "operation=\"ingest\",source=\"live\"")).isEqualTo(300);
  }

  @Test
  void thoseOfAFreezeAreCountedAtItsEnd() {
    events.ended(attempt(Operation.FREEZE, "hot", Outcome.DONE, 10_000, Optional.empty()));
    assertThat(value("ledgers_total", "operation=\"freeze\",source=\"hot\"")).isEqualTo(10_000);
  }

  @Test
  void aFailureIsCountedWithWhoCanHelp() {
    events.ended(
        attempt(
            Operation.FREEZE, "", Outcome.FAILED, 0, Optional.of(new NoBackendConfigured(CHUNK))));
    events.ended(
        attempt(
            Operation.FREEZE, "", Outcome.FAILED, 0, Optional.of(new IllegalStateException("x"))));
    assertThat(
            value(
                "failures_total",
                "failure=\"NoBackendConfigured\",operation=\"freeze\",remedy=\"change_request\""))
        .isEqualTo(1);
    assertThat(
            value(
                "failures_total",
                "failure=\"IllegalStateException\",operation=\"freeze\",remedy=\"bug\""))
        .isEqualTo(1);
  }

  @Test
  void aCancelledAttemptIsNoFailure() {
    events.ended(attempt(Operation.FREEZE, "", Outcome.CANCELLED, 0, Optional.empty()));
    assertThat(registry.scrape()).doesNotContain("permafrost_failures_total");
  }

  @Test
  void aPhaseIsTimedInSeconds() {
    events.committed(new LedgerPhases(CHUNK, 40_002, "live", 1, 1, 1_000_000, 0, 2_000_000_000, 0));
    assertThat(value("ledger_commit_seconds_sum", "phase=\"check\"")).isEqualTo(0.001);
    assertThat(value("ledger_commit_seconds_sum", "phase=\"commit\"")).isEqualTo(2);
  }

  @Test
  void onlyWhatIsNotTheFirstAttemptIsARetry() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      events.requested(new LakeRequest(LAKE, LakeRequest.Result.PRESENT, 7, 1_000, attempt));
    }
    String labels = "mirror=\"" + LAKE + "\",result=\"present\"";
    assertThat(value("lake_requests_total", labels)).isEqualTo(3);
    assertThat(value("lake_retries_total", labels)).isEqualTo(2);
    assertThat(value("lake_bytes_total", labels)).isEqualTo(21);
  }

  @Test
  void aChunkThatIsCoveredByNowMissesNothing() {
    assertThat(value("coverage_missing_ledgers", "")).isZero();
    events.waiting(
        new CoverageWait(
            CHUNK, OptionalLong.of(40_100), 50_001, Duration.ZERO, Duration.ofMinutes(5)));
    assertThat(value("coverage_missing_ledgers", "")).isEqualTo(9_901);
    assertThat(value("lake_tip_ledger", "")).isEqualTo(40_100);
    events.ended(attempt(Operation.FREEZE, "lake", Outcome.DONE, 10_000, Optional.empty()));
    assertThat(value("coverage_missing_ledgers", "")).isZero();
  }

  @Test
  void aChunkThatIsWorkedOnMissesNothingLongBeforeItsAttemptEnds() {
    events.waiting(
        new CoverageWait(
            CHUNK, OptionalLong.of(40_100), 50_001, Duration.ZERO, Duration.ofMinutes(5)));
    events.progressed(new Progress(Operation.FREEZE, CHUNK, 1, 10_000, 7));
    assertThat(value("coverage_missing_ledgers", "")).isZero();
  }

  @Test
  void whatIsNotKnownIsNotANumber() {
    held = reading(OptionalLong.empty(), 0);
    new StoreGauges(() -> held).bindTo(registry);
    assertThat(value("latest_ledger", "")).isNaN();
    assertThat(value("lake_tip_ledger", "")).isNaN();
    assertThat(value("chunks", "state=\"frozen\"")).isZero();
  }

  @Test
  void aReadingThatFailsFailsNoScrape() {
    boolean[] fails = {false};
    new StoreGauges(
            () -> {
              if (fails[0]) {
                throw new StorageUnavailable("/data", "read", null);
              }
              return held;
            })
        .bindTo(registry);
    fails[0] = true;
    assertThat(value("hot_bytes", "")).isNaN();
  }

  @Test
  void whatAVolumeNoLongerSaysIsNotANumber() {
    new StoreGauges(() -> held).bindTo(registry);
    held =
        new StoreReading(
            held.latestLedger(),
            held.chunksByState(),
            held.bytesByKind(),
            held.hotBytes(),
            new TreeMap<>(Map.of("catalog", 1L)),
            held.prefetchBytes());
    assertThat(value("volume_free_bytes", "root=\"hot\"")).isNaN();
    assertThat(value("volume_free_bytes", "root=\"catalog\"")).isEqualTo(1);
  }

  private void doEverything() {
    events.committed(new LedgerPhases(CHUNK, 40_002, "live", 1_000, 100, 1, 2, 3, 4));
    events.froze(new FreezePhases(CHUNK, "hot", 1, 2, 3));
    events.ended(attempt(Operation.FREEZE, "hot", Outcome.DONE, 10_000, Optional.empty()));
    events.ended(
        attempt(
            Operation.SWEEP, "", Outcome.FAILED, 0, Optional.of(new NoBackendConfigured(CHUNK))));
    events.requested(new LakeRequest(LAKE, LakeRequest.Result.PRESENT, 7, 1_000, 1));
    events.tipSeen(new LakeTip(50_001));
  }

  private static Attempt attempt(
      Operation operation,
      String source,
      Outcome outcome,
      long ledgers,
      Optional<Throwable> failure) {
    return new Attempt(
        operation,
        Optional.of(CHUNK),
        Set.of(ArtifactKind.LEDGERS),
        source,
        outcome,
        Duration.ofSeconds(3),
        ledgers,
        ledgers * 100,
        ledgers * 10,
        failure);
  }

  private static StoreReading reading(OptionalLong latest, long frozen) {
    return new StoreReading(
        latest,
        new TreeMap<>(Map.of("frozen", frozen, "ready", 1L, "transient", 0L)),
        new TreeMap<>(Map.of("ledgers", 123L)),
        77,
        new TreeMap<>(Map.of("catalog", 1L, "hot", 2L, "cold", 3L)),
        5);
  }

  private double value(String name, String labels) {
    String start = "permafrost_" + name + (labels.isEmpty() ? "" : "{" + labels + "}") + " ";
    String line =
        registry
            .scrape()
            .lines()
            .filter(candidate -> candidate.startsWith(start))
            .findFirst()
            .orElseThrow(() -> new AssertionError(start + " in " + registry.scrape()));
    return Double.parseDouble(line.substring(start.length()));
  }

  private static Map<String, String> types(String scraped) {
    Map<String, String> types = new TreeMap<>();
    scraped
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" "))
        .forEach(words -> types.put(words[2], words[3]));
    return types;
  }

  private static Set<String> labels(String scraped, String name) {
    Set<String> labels = new TreeSet<>();
    Pattern label = Pattern.compile("[{,]([a-z_]+)=");
    scraped
        .lines()
        .filter(line -> line.matches(name + "(_bucket|_sum|_count)?[{ ].*"))
        .forEach(
            line -> {
              Matcher matcher = label.matcher(line);
              while (matcher.find()) {
                if (!matcher.group(1).equals("le")) {
                  labels.add(matcher.group(1));
                }
              }
            });
    return labels;
  }
}
