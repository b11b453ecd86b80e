package dev.permafrost.app.watch;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.console.Json;
import dev.permafrost.app.outcome.StepLines;
import dev.permafrost.app.progress.BothEvents;
import dev.permafrost.app.watch.StatusServer.Answer;
import dev.permafrost.domain.read.Glances.Glance;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.fs.RootSpace;
import dev.permafrost.micrometer.EventMeters;
import dev.permafrost.micrometer.StoreGauges;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.StoreReadings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a process that writes a store, or packs without one, observable over HTTP: {@code
 * /metrics}, {@code /healthz}, {@code /status.json}, and the page. It reads through what the writer
 * has open.
 *
 * <p>It listens from the start, so that an unavailable address ends the run before any work, and
 * answers 503 until one of the {@code serve} methods is called. Close it before the store.
 */
public final class Watch implements AutoCloseable {

  /** How long a healthy process may be without progress. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The media type of Prometheus' text format. */
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

  private final StatusServer server;
  private final PrometheusMeterRegistry registry;
  private final Activity activity;
  private final StorageEvents events;
  private final TimeSource time;
  private final InstantSource calendar;
  private final StepLines commands;
  private byte @Nullable [] document;
  private long documentNanos;

  private Watch(
      StatusServer server,
      String command,
      TimeSource time,
      InstantSource calendar,
      StepLines commands) {
    this.server = server;
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.activity = new Activity(command, time, calendar, commands, PATIENCE);
    this.events = new BothEvents(activity, new EventMeters(registry));
    this.time = time;
    this.calendar = calendar;
    this.commands = commands;
  }

  /**
   * Starts to listen.
   *
   * @param names the names, besides addresses and {@code localhost}, that requests may use
   * @param command what the process does, in a word
   * @param commands formats the steps of notices
   * @throws dev.permafrost.ports.failure.StorageUnavailable if the address is not available
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the watch
  public static Watch listen(
      ListenAddress address,
      List<String> names,
      String command,
      TimeSource time,
      InstantSource calendar,
      StepLines commands) {
    StatusServer server = StatusServer.listen(address, names);
    return new Watch(server, command, time, calendar, commands);
  }

  /** Its address. */
  public URI uri() {
    return server.uri();
  }

  /** The observer to register with the store. */
  public StorageEvents events() {
    return events;
  }

  /** Serves a store from now on, until this is closed. */
  public void serve(OpenStore<Store> opened, RootPaths roots) {
    StoreReadings readings = new StoreReadings(opened, roots, time);
    new StoreGauges(readings).bindTo(registry);
    serve(() -> document(opened.store(), readings, roots));
  }

  /**
   * Serves something other than a store from now on, until this is closed: there are no gauges of a
   * store.
   *
   * @param status the current status; called by several threads, one at a time
   */
  public void serve(Supplier<StatusDocument> status) {
    StatusPage page = StatusPage.served();
    server.serve(
        Map.of(
            "/", page::answer,
            "/status.json", () -> json(status),
            "/healthz", this::health,
            "/metrics", this::metrics));
  }

  private Answer health() {
    List<String> troubles = activity.troubles();
    return troubles.isEmpty()
        ? Answer.text(200, "ok\n")
        : Answer.text(503, WithoutSecrets.text(String.join("\n", troubles) + "\n"));
  }

  private Answer metrics() {
    return new Answer(
        200, METRICS_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** Creates at most one document a second, however many requests there are. */
  private synchronized Answer json(Supplier<StatusDocument> status) {
    long now = time.nanoTime();
    byte[] kept = document;
    if (kept == null || now - documentNanos >= KEPT_NANOS) {
      kept = Json.compact(WithoutSecrets.value(fields(status.get())));
      document = kept;
      documentNanos = now;
    }
    return new Answer(200, "application/json; charset=utf-8", kept, Map.of());
  }

  private static StatusDocument document(Store store, StoreReadings readings, RootPaths roots) {
    Glance glance = readings.glances().now();
    return new StatusDocument(
        store.catalog().network(),
        store.inventory().newest(),
        glance.chunks(),
        glance.unknown(),
        RootSpace.of(roots));
  }

  private Map<String, Object> fields(StatusDocument status) {
    Map<String, Object> fields = new LinkedHashMap<>(status.fields(calendar.instant(), commands));
    OptionalLong newest =
        status
            .newest()
            .map(found -> OptionalLong.of(found.sequence()))
            .orElse(OptionalLong.empty());
    fields.put("activity", activity.fields(newest));
    return fields;
  }

  /** Stops answering. Closing twice has no effect. */
  @Override
  public void close() {
    server.close();
    registry.close();
  }
}
