package dev.permafrost.backend;

import com.google.common.collect.ImmutableRangeSet;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.lake.LakeDescription;
import dev.permafrost.backend.lake.LakeExtent;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.lake.Mirrors;
import dev.permafrost.backend.stream.Fetch;
import dev.permafrost.backend.stream.LakeStream;
import dev.permafrost.backend.stream.LakeWalk;
import dev.permafrost.backend.stream.MissingLedgers;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.backend.stream.Way;
import dev.permafrost.backend.transport.BackOff;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.Call;
import dev.permafrost.backend.transport.PartPool;
import dev.permafrost.backend.transport.Signal;
import dev.permafrost.backend.transport.Transport;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A lake that was opened, at one address or several: answers the port's questions. */
final class OpenLake implements DataLake {

  private final LakeOptions options;
  private final TimeSource time;
  private final BackOff backOff;
  private final Mirrors mirrors;
  private final PartPool parts;
  private volatile long lastAsked = -1;

  private OpenLake(LakeOptions options, TimeSource time, BackOff backOff, Mirrors mirrors) {
    this.options = options;
    this.time = time;
    this.backOff = backOff;
    this.mirrors = mirrors;
    this.parts = new PartPool(options.prefetchBytes());
  }

  /** Opens a lake; asks nothing of it. */
  @MustBeClosed
  static OpenLake open(LakeOptions options, TimeSource time) {
    return open(List.of(options), time, StorageEvents.NONE);
  }

  /** Opens a lake at all its addresses; asks nothing of any. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its mirrors.
  static OpenLake open(List<LakeOptions> addresses, TimeSource time, StorageEvents events) {
    LakeOptions first = addresses.get(0);
    BackOff backOff = backOff(first);
    List<Mirror> mirrors = new ArrayList<>();
    for (LakeOptions address : addresses) {
      mirrors.add(Mirror.open(address, backOff(address), events));
    }
    return new OpenLake(first, time, backOff, new Mirrors(mirrors, time));
  }

  /** Opens a lake over a given transport, which it owns from here on. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its mirror.
  static OpenLake over(Transport transport, LakeOptions options, TimeSource time) {
    BackOff backOff = backOff(options);
    Mirror only = Mirror.over(transport, options, backOff, StorageEvents.NONE);
    return new OpenLake(options, time, backOff, new Mirrors(List.of(only), time));
  }

  private static BackOff backOff(LakeOptions options) {
    return new BackOff(
        options.firstBackOff(),
        options.longestBackOff(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  @Override
  public String location() {
    return mirrors.location();
  }

  @Override
  public String network(CancelToken cancel) {
    return mirrors.descriptions(within(options.callTimeout(), cancel)).values().get(0).network();
  }

  @Override
  public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
    return mirrors
        .askUntil(
            isThere -> isThere,
            Mirrors.PATIENCE,
            (mirror, call) -> covers(mirror, sequence, call),
            within(timeLeft, cancel))
        .values()
        .contains(true);
  }

  private boolean covers(Mirror mirror, long sequence, Call call) {
    LakeObjects objects = mirror.chart().objects(call);
    long index = objects.layout().indexOf(sequence);
    if (sequence < LakeLayout.FIRST_LEDGER || index > objects.layout().largestIndex()) {
      return false;
    }
    lastAsked = index;
    return objects.isThere(index, call);
  }

  @Override
  public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    return present(
            mirrors
                .askAll((mirror, call) -> tip(mirror, call), within(timeLeft, cancel))
                .values()
                .stream())
        .max();
  }

  private OptionalLong tip(Mirror mirror, Call call) {
    LakeObjects objects = mirror.chart().objects(call);
    OptionalLong newest = mirror.extent(objects).newest(lastAsked, call);
    return newest.isPresent()
        ? OptionalLong.of(objects.layout().bounds(newest.getAsLong()).last())
        : newest;
  }

  @Override
  @MustBeClosed
  public LakeStream stream(LedgerRange range, CancelToken cancel) {
    Call call = within(options.callTimeout(), cancel);
    Ways ways = ways(range, false, call);
    return LakeStream.open(
        range, ways.layout(), index -> explainAbsence(index, cancel), shared(ways.all()), cancel);
  }

  @Override
  @MustBeClosed
  public ObjectWalk walk(LedgerRange range, CancelToken cancel) {
    Call call = within(options.callTimeout(), cancel);
    Ways ways = ways(range, true, call);
    LedgerRange held =
        new LedgerRange(Math.max(range.first(), LakeLayout.FIRST_LEDGER), range.last());
    return LakeWalk.open(held, ways.layout(), shared(ways.all()), cancel);
  }

  /**
   * The mirrors that can be asked for objects, and how these are numbered.
   *
   * @param layout the same for all, but for the names
   */
  private record Ways(LakeLayout layout, List<Way> all) {}

  /**
   * The mirrors that a range can be asked of.
   *
   * @param goesOn whether the first object may be missing, and the others are asked for all the
   *     same
   */
  private Ways ways(LedgerRange range, boolean goesOn, Call call) {
    List<Mirrors.Answer<LakeDescription>> described = mirrors.descriptions(call).answers();
    List<Way> ways = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      Mirror mirror = described.get(i).mirror();
      Call own = call.share(described.size() - i, Mirrors.PATIENCE);
      Way way = new Way(mirror, mirror.chart().objects(own), options.retriesPerStream());
      ways.add(way);
      try {
        findExtension(mirror, range, goesOn || described.size() > 1, own);
      } catch (Cancelled e) {
        throw e;
      } catch (StorageFailure e) {
        if (described.size() == 1) {
          throw e;
        }
        way.noteTrouble();
        mirror.tellOfTrouble(String.valueOf(e.getMessage()));
      }
    }
    return new Ways(described.get(0).value().layout(), ways);
  }

  /**
   * Which extension a lake has must be known before objects are fetched. The first object says, or
   * where that is missing any other one.
   */
  private static void findExtension(Mirror mirror, LedgerRange range, boolean goesOn, Call call) {
    LakeObjects objects = mirror.chart().objects(call);
    LakeLayout layout = objects.layout();
    if (objects.extension() == null
        && !objects.isThere(layout.indexOf(range.first()), call)
        && goesOn) {
      mirror.extent(objects).newest(layout.indexOf(range.last()), call);
    }
  }

  /** What the fetches of one stream, or of one question about many objects, have in common. */
  private Fetch.Shared shared(List<Way> ways) {
    return new Fetch.Shared(ways, options, backOff, time, new Signal(), new ByteGauge(), parts);
  }

  /**
   * What it means that an object of a stream is nowhere: a hole, if the lake goes on behind it, or
   * else that it was asked for too early.
   */
  private StorageFailure explainAbsence(long index, CancelToken cancel) {
    Call call = within(options.callTimeout(), cancel);
    Mirror first = mirrors.descriptions(call).answers().get(0).mirror();
    LakeObjects objects = first.chart().objects(call);
    LakeLayout layout = objects.layout();
    long firstMissing = Math.max(layout.bounds(index).first(), LakeLayout.FIRST_LEDGER);
    String location = objects.location(index);
    try {
      Mirrors.Answers<Edges> asked =
          mirrors.askAll((mirror, own) -> edges(mirror, index, own), call);
      if (!asked.failures().isEmpty()) {
        StorageFailure unasked = asked.failures().get(0);
        return new BackendUnreachable(
            location,
            "ledger "
                + firstMissing
                + " is at no mirror that answers, and one does not: "
                + unasked.getMessage(),
            unasked);
      }
      return explain(location, firstMissing, index, layout, asked.values());
    } catch (BackendUnreachable e) {
      StorageFailure gap =
          new LakeGap(location, firstMissing, "whether the lake goes on behind it is not known");
      gap.addSuppressed(e);
      return gap;
    }
  }

  /** The indexes of a mirror's newest object, and of the first of the run up to it. */
  private record Edges(OptionalLong oldest, OptionalLong newest) {}

  /** Where a mirror begins is only asked if it goes on behind an index. */
  private static Edges edges(Mirror mirror, long index, Call call) {
    LakeExtent extent = mirror.extent(mirror.chart().objects(call));
    OptionalLong newest = extent.newest(index, call);
    boolean goesOn = newest.isPresent() && newest.getAsLong() >= index;
    return new Edges(
        goesOn ? extent.oldest(newest.getAsLong(), call) : OptionalLong.empty(), newest);
  }

  private static StorageFailure explain(
      String location, long firstMissing, long index, LakeLayout layout, List<Edges> edges) {
    OptionalLong newest = present(edges.stream().map(Edges::newest)).max();
    if (newest.isEmpty() || newest.getAsLong() < index) {
      String tip =
          newest.isEmpty()
              ? "no object of the lake is found"
              : "the lake's tip is " + layout.bounds(newest.getAsLong()).last() + ", below it";
      return new BackendUnreachable(
          location, "ledger " + firstMissing + " is not there (yet): " + tip, null);
    }
    OptionalLong oldest = present(edges.stream().map(Edges::oldest)).min();
    String whereElse =
        oldest.isPresent() && oldest.getAsLong() > index
            ? "the lake begins at ledger "
                + layout.bounds(oldest.getAsLong()).first()
                + "; what lies below must come from another lake"
            : "the lake goes on to ledger " + layout.bounds(newest.getAsLong()).last();
    return new LakeGap(location, firstMissing, whereElse);
  }

  private static LongStream present(Stream<OptionalLong> values) {
    return values.filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong);
  }

  @Override
  public LakeSurvey survey(Duration timeLeft, CancelToken cancel) {
    List<LakeSurvey> surveys =
        mirrors
            .askUntil(
                survey -> false,
                Call.LONGEST,
                (mirror, call) ->
                    new MirrorSurvey(mirror, options.largestObjectBytes()).survey(lastAsked, call),
                within(timeLeft, cancel))
            .values();
    return MirrorSurvey.together(surveys);
  }

  @Override
  public ImmutableRangeSet<Long> missing(LedgerRange range, Duration timeLeft, CancelToken cancel) {
    Mirrors.Answers<ImmutableRangeSet<Long>> answers =
        mirrors.askUntil(
            ImmutableRangeSet::isEmpty,
            Call.LONGEST,
            (mirror, call) -> {
              LakeObjects objects = mirror.chart().objects(call);
              Way only = new Way(mirror, objects, options.retriesPerStream());
              return MissingLedgers.of(
                  range, mirror.extent(objects), objects, shared(List.of(only)), call);
            },
            within(timeLeft, cancel));
    ImmutableRangeSet<Long> missing =
        answers.values().stream().reduce(ImmutableRangeSet::intersection).orElseThrow();
    if (!missing.isEmpty()) {
      answers.requireAll();
    }
    return missing;
  }

  private Call within(Duration timeLeft, CancelToken cancel) {
    return Call.within(timeLeft, time, cancel);
  }

  /** How many bytes of memory for bodies wait for the next ones. */
  long idleBytes() {
    return parts.idleBytes();
  }

  @Override
  public void close() {
    mirrors.close();
  }
}
