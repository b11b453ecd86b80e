package dev.permafrost.micrometer;

import dev.permafrost.ports.events.StoreReading;
import dev.permafrost.ports.failure.StorageFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The content of a store, as gauges. All gauges of one scrape come from one reading, which is
 * cached for a second. If a reading fails, the gauges are NaN, and the next scrape tries again.
 * Thread-safe.
 *
 * <p>docs/metrics.md, "Names", has every gauge.
 */
public final class StoreGauges implements MeterBinder {

  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<StoreReading> store;
  private @Nullable StoreReading kept;
  private long readNanos;

  /**
   * Creates the gauges of a store.
   *
   * @param store reads it; called while the registry is scraped, by one thread at a time
   */
  public StoreGauges(Supplier<StoreReading> store) {
    this.store = store;
  }

  /** Registers the gauges, with a label for each current kind, state and root. */
  @Override
  public void bindTo(MeterRegistry registry) {
    StoreReading now = store.get();
    gauge("permafrost.latest.ledger", "The highest ledger that can be read.", this::latest)
        .register(registry);
    for (String state : now.chunksByState().keySet()) {
      gauge("permafrost.chunks", "How many chunks there are.", it -> of(it.chunksByState(), state))
          .tag("state", state)
          .register(registry);
    }
    for (String kind : now.bytesByKind().keySet()) {
      gauge("permafrost.store.bytes", "Bytes of files.", it -> of(it.bytesByKind(), kind))
          .tag("kind", kind)
          .baseUnit("bytes")
          .register(registry);
    }
    for (String root : now.freeBytesByRoot().keySet()) {
      gauge("permafrost.volume.free.bytes", "Bytes left.", it -> of(it.freeBytesByRoot(), root))
          .tag("root", root)
          .baseUnit("bytes")
          .register(registry);
    }
    gauge("permafrost.hot.bytes", "Bytes of hot databases.", StoreReading::hotBytes)
        .baseUnit("bytes")
        .register(registry);
    gauge("permafrost.prefetch.bytes", "Bytes fetched ahead.", StoreReading::prefetchBytes)
        .baseUnit("bytes")
        .register(registry);
  }

  /** A volume may stop reporting its figures. */
  private static double of(Map<String, Long> figures, String name) {
    Long figure = figures.get(name);
    return figure == null ? Double.NaN : figure;
  }

  private double latest(StoreReading reading) {
    return reading.latestLedger().isPresent() ? reading.latestLedger().getAsLong() : Double.NaN;
  }

  private Gauge.Builder<StoreGauges> gauge(
      String name, String description, ToDoubleFunction<StoreReading> value) {
    return Gauge.builder(name, this, gauges -> gauges.value(value))
        .description(description)
        .strongReference(true);
  }

  private double value(ToDoubleFunction<StoreReading> value) {
    try {
      return value.applyAsDouble(reading());
    } catch (StorageFailure e) {
      return Double.NaN;
    }
  }

  private synchronized StoreReading reading() {
    long now = System.nanoTime();
    StoreReading last = kept;
    if (last != null && now - readNanos < KEPT_NANOS) {
      return last;
    }
    StoreReading read = store.get();
    kept = read;
    readNanos = now;
    return read;
  }
}
