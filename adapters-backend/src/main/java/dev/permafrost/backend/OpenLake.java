package dev.permafrost.backend;

import com.google.common.collect.ImmutableRangeSet;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** A lake that was opened: answers the questions of the port out of its parts. */
final class OpenLake implements DataLake {

  /** The first ledger that any lake can hold: the genesis, ledger 1, is in none. */
  private static final long FIRST_LEDGER = 2;

  private final LakeOptions options;
  private final TimeSource time;
  private final Transport transport;
  private final BackOff backOff;
  private final LakeStore store;
  private final LakeChart chart;
  private final KeyListing listing;
  private final Pace pace;
  private volatile long lastAsked = -1;

  private OpenLake(LakeOptions options, TimeSource time, Transport transport) {
    this.options = options;
    this.time = time;
    this.transport = transport;
    this.backOff =
        new BackOff(
            options.firstBackOff(),
            options.longestBackOff(),
            () -> ThreadLocalRandom.current().nextDouble());
    this.pace = new Pace(options.concurrency());
    Asker asker = new Asker(transport, options, backOff);
    this.store = new LakeStore(options.base(), asker);
    this.chart = new LakeChart(store, options);
    this.listing =
        isDirectory(options)
            ? new DirectoryListing(Path.of(options.base()))
            : new BucketListing(store, asker);
  }

  /** Opens a lake; asks nothing of it. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its transport.
  static OpenLake open(LakeOptions options, TimeSource time) {
    Transport transport = isDirectory(options) ? new FileTransport() : HttpTransport.open(options);
    return over(transport, options, time);
  }

  /** Opens a lake over a given transport, which it owns from here on. */
  @MustBeClosed
  static OpenLake over(Transport transport, LakeOptions options, TimeSource time) {
    return new OpenLake(options, time, transport);
  }

  private static boolean isDirectory(LakeOptions options) {
    return options.base().getScheme().equals("file");
  }

  @Override
  public String location() {
    return Locations.withoutSecrets(options.base());
  }

  @Override
  public String network(CancelToken cancel) {
    return chart.description(within(options.callTimeout(), cancel)).network();
  }

  @Override
  public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
    Call call = within(timeLeft, cancel);
    LakeObjects objects = chart.objects(call);
    long index = objects.layout().indexOf(sequence);
    if (sequence < FIRST_LEDGER || index > objects.layout().largestIndex()) {
      return false;
    }
    lastAsked = index;
    return objects.isThere(index, call);
  }

  @Override
  public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    return tip(within(timeLeft, cancel));
  }

  private OptionalLong tip(Call call) {
    LakeObjects objects = chart.objects(call);
    OptionalLong newest = extent(objects).newest(lastAsked, call);
    return newest.isPresent()
        ? OptionalLong.of(objects.layout().bounds(newest.getAsLong()).last())
        : OptionalLong.empty();
  }

  @Override
  @MustBeClosed
  public LakeStream stream(LedgerRange range, CancelToken cancel) {
    Call call = within(options.callTimeout(), cancel);
    LakeObjects objects = chart.objects(call);
    if (objects.extension() == null) {
      // Which extension the lake has must be known before objects are fetched; if this one is
      // missing, the stream will say so in its place.
      objects.isThere(objects.layout().indexOf(range.first()), call);
    }
    return LakeStream.open(
        range, objects, store, index -> explainAbsence(objects, index, cancel), shared(), cancel);
  }

  /** What the fetches of one stream, or of one question about many objects, have in common. */
  private Fetch.Shared shared() {
    return new Fetch.Shared(
        transport,
        options,
        backOff,
        new RetryBudget(options.retriesPerStream()),
        pace,
        time,
        new Signal(),
        new ByteGauge());
  }

  /**
   * What it means that an object of a stream is not there: a hole, if the lake goes on behind it,
   * or else that it was asked for too early.
   */
  private StorageFailure explainAbsence(LakeObjects objects, long index, CancelToken cancel) {
    long first = Math.max(objects.layout().bounds(index).first(), FIRST_LEDGER);
    String location = objects.location(index);
    Call call = within(options.callTimeout(), cancel);
    try {
      OptionalLong newest = extent(objects).newest(index, call);
      if (newest.isEmpty() || newest.getAsLong() < index) {
        String tip =
            newest.isEmpty()
                ? "no object of the lake is found"
                : "the lake's tip is "
                    + objects.layout().bounds(newest.getAsLong()).last()
                    + ", below it";
        return new BackendUnreachable(
            location, "ledger " + first + " is not there (yet): " + tip, null);
      }
      return new LakeGap(location, first, whereElse(objects, index, newest.getAsLong(), call));
    } catch (BackendUnreachable e) {
      StorageFailure gap =
          new LakeGap(location, first, "whether the lake goes on behind it is not known");
      gap.addSuppressed(e);
      return gap;
    }
  }

  private String whereElse(LakeObjects objects, long index, long newest, Call call) {
    LakeLayout layout = objects.layout();
    OptionalLong oldest = extent(objects).oldest(newest, call);
    if (oldest.isPresent() && oldest.getAsLong() > index) {
      return "the lake begins at ledger "
          + layout.bounds(oldest.getAsLong()).first()
          + "; what lies below must come from another lake";
    }
    return "the lake goes on to ledger " + layout.bounds(newest).last();
  }

  @Override
  public LakeSurvey survey(Duration timeLeft, CancelToken cancel) {
    Call call = within(timeLeft, cancel);
    LakeDescription description = chart.description(call);
    LakeObjects objects = chart.objects(call);
    LakeExtent extent = extent(objects);
    boolean canList = extent.canList(call);
    OptionalLong newest = extent.newest(lastAsked, call);
    OptionalLong oldest =
        newest.isPresent() ? extent.oldest(newest.getAsLong(), call) : OptionalLong.empty();
    LakeExtension extension = objects.extension();
    return new LakeSurvey(
        location(),
        description.network(),
        description.hasManifest(),
        description.layout().ledgersPerBatch(),
        description.layout().batchesPerPartition(),
        extension == null ? Optional.empty() : Optional.of(extension.suffix()),
        canList,
        oldest.isPresent()
            ? OptionalLong.of(firstLedger(objects, oldest.getAsLong(), call))
            : OptionalLong.empty(),
        newest.isPresent()
            ? OptionalLong.of(description.layout().bounds(newest.getAsLong()).last())
            : OptionalLong.empty());
  }

  /** The first ledger of an object; of one that is named from 0 its content must tell. */
  private long firstLedger(LakeObjects objects, long index, Call call) {
    ObjectBounds bounds = objects.layout().bounds(index);
    if (bounds.first() > 0 || bounds.length() == 1) {
      return bounds.first();
    }
    String location = objects.location(index);
    byte[] body =
        store
            .read(objects.key(index), options.largestObjectBytes(), call)
            .orElseThrow(() -> new LakeDamage(location, "it was there a moment ago", null));
    return BatchReader.readHeader(List.of(ByteBuffer.wrap(body)), bounds, location).start();
  }

  @Override
  public ImmutableRangeSet<Long> missing(LedgerRange range, Duration timeLeft, CancelToken cancel) {
    Call call = within(timeLeft, cancel);
    return extent(chart.objects(call)).missing(range, shared(), call);
  }

  private LakeExtent extent(LakeObjects objects) {
    return new LakeExtent(store, objects, listing);
  }

  private Call within(Duration timeLeft, CancelToken cancel) {
    return Call.within(timeLeft, time, cancel);
  }

  @Override
  public void close() {
    transport.close();
  }
}
