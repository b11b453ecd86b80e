package dev.permafrost.backend;

import com.google.common.collect.ImmutableRangeSet;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.lake.LakeDescription;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.lake.Mirrors;
import dev.permafrost.backend.stream.FetchContext;
import dev.permafrost.backend.stream.LakeStream;
import dev.permafrost.backend.stream.LakeWalk;
import dev.permafrost.backend.stream.MirrorCursor;
import dev.permafrost.backend.stream.MissingLedgers;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.backend.transport.BufferPool;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.RetryPolicy;
import dev.permafrost.backend.transport.Signal;
import dev.permafrost.backend.transport.Transport;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** An open lake, with one address or several. */
final class OpenLake implements DataLake {

  private final LakeOptions options;
  private final TimeSource time;
  private final RetryPolicy policy;
  private final Mirrors mirrors;
  private final BufferPool parts;
  private final ByteGauge held = new ByteGauge();
  private final StorageEvents events;
  private final MissingObject missing;
  private volatile long lastAsked = -1;

  private OpenLake(
      LakeOptions options,
      TimeSource time,
      RetryPolicy policy,
      Mirrors mirrors,
      StorageEvents events) {
    this.options = options;
    this.time = time;
    this.policy = policy;
    this.mirrors = mirrors;
    this.events = events;
    this.missing = new MissingObject(mirrors);
    this.parts = new BufferPool(options.prefetchBytes());
  }

  /** Opens a lake; sends no request. */
  @MustBeClosed
  static OpenLake open(LakeOptions options, TimeSource time) {
    return open(List.of(options), time, StorageEvents.NONE);
  }

  /** Opens a lake with all its addresses; sends no request. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its mirrors.
  static OpenLake open(List<LakeOptions> addresses, TimeSource time, StorageEvents events) {
    LakeOptions first = addresses.get(0);
    RetryPolicy policy = RetryPolicy.of(first);
    List<Mirror> mirrors = new ArrayList<>();
    for (LakeOptions address : addresses) {
      mirrors.add(Mirror.open(address, RetryPolicy.of(address), events));
    }
    return new OpenLake(first, time, policy, new Mirrors(mirrors, time), events);
  }

  /** Opens a lake over a given transport, which it owns from then on. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its mirror.
  static OpenLake over(Transport transport, LakeOptions options, TimeSource time) {
    RetryPolicy policy = RetryPolicy.of(options);
    Mirror only = Mirror.over(transport, options, policy, StorageEvents.NONE);
    return new OpenLake(
        options, time, policy, new Mirrors(List.of(only), time), StorageEvents.NONE);
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
            (mirror, deadline) -> covers(mirror, sequence, deadline),
            within(timeLeft, cancel))
        .values()
        .contains(true);
  }

  private boolean covers(Mirror mirror, long sequence, Deadline deadline) {
    LakeObjects objects = mirror.metadata().objects(deadline);
    long index = objects.layout().indexOf(sequence);
    if (sequence < LakeLayout.FIRST_LEDGER || index > objects.layout().largestIndex()) {
      return false;
    }
    lastAsked = index;
    boolean isThere =
        objects.isThere(index, deadline)
            || (mirror.transport().mayBeCached()
                && objects.isThereBehindCaches(index, policy.pauseOfDoubt(1), deadline));
    if (!isThere) {
      mirror.store().confirm(deadline);
    }
    return isThere;
  }

  @Override
  public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    OptionalLong tip =
        present(
                mirrors
                    .askAll((mirror, deadline) -> tip(mirror, deadline), within(timeLeft, cancel))
                    .values()
                    .stream())
            .max();
    tip.ifPresent(sequence -> events.tipSeen(new LakeTip(sequence)));
    return tip;
  }

  private OptionalLong tip(Mirror mirror, Deadline deadline) {
    LakeObjects objects = mirror.metadata().objects(deadline);
    OptionalLong newest = mirror.extent(objects).newest(lastAsked, deadline);
    mirror.store().confirm(deadline);
    return newest.isPresent()
        ? OptionalLong.of(objects.layout().bounds(newest.getAsLong()).last())
        : newest;
  }

  @Override
  @MustBeClosed
  public LakeStream stream(LedgerRange range, CancelToken cancel) {
    Deadline deadline = within(options.callTimeout(), cancel);
    MirrorCursors cursors = cursors(range, false, deadline);
    return LakeStream.open(
        range,
        cursors.layout(),
        index -> missing.explain(index, within(options.callTimeout(), cancel)),
        context(cursors.all()),
        cancel);
  }

  @Override
  @MustBeClosed
  public ObjectWalk walk(LedgerRange range, CancelToken cancel) {
    Deadline deadline = within(options.callTimeout(), cancel);
    MirrorCursors cursors = cursors(range, true, deadline);
    LedgerRange held =
        new LedgerRange(Math.max(range.first(), LakeLayout.FIRST_LEDGER), range.last());
    return LakeWalk.open(
        held,
        cursors.layout(),
        (index, isFirst) -> missing.doubt(index, isFirst, within(options.callTimeout(), cancel)),
        context(cursors.all()),
        cancel);
  }

  /**
   * The usable mirrors, and the numbering of their objects.
   *
   * @param layout the same for all, except for the names
   */
  private record MirrorCursors(LakeLayout layout, List<MirrorCursor> all) {}

  /**
   * The mirrors that have a range.
   *
   * @param goesOn whether the first object may be missing, and the others are requested all the
   *     same
   */
  private MirrorCursors cursors(LedgerRange range, boolean goesOn, Deadline deadline) {
    List<Mirrors.Answer<LakeDescription>> described = mirrors.descriptions(deadline).answers();
    List<MirrorCursor> cursors = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      Mirror mirror = described.get(i).mirror();
      Deadline own = deadline.share(described.size() - i, Mirrors.PATIENCE);
      MirrorCursor cursor =
          new MirrorCursor(mirror, mirror.metadata().objects(own), options.retriesPerStream());
      cursors.add(cursor);
      try {
        findExtension(mirror, range, goesOn || described.size() > 1, own);
      } catch (Cancelled e) {
        throw e;
      } catch (StorageFailure e) {
        if (described.size() == 1) {
          throw e;
        }
        cursor.markDegraded();
        mirror.reportOnce(String.valueOf(e.getMessage()));
      }
    }
    return new MirrorCursors(described.get(0).value().layout(), cursors);
  }

  /**
   * The extension of a lake must be known before objects are fetched. It is found with the first
   * object, or if that is missing, with any other.
   */
  private static void findExtension(
      Mirror mirror, LedgerRange range, boolean goesOn, Deadline deadline) {
    LakeObjects objects = mirror.metadata().objects(deadline);
    LakeLayout layout = objects.layout();
    if (objects.extension() == null
        && !objects.isThere(layout.indexOf(range.first()), deadline)
        && goesOn) {
      mirror.extent(objects).newest(layout.indexOf(range.last()), deadline);
    }
  }

  /** The shared state of the fetches of one stream, or of one question about many objects. */
  private FetchContext context(List<MirrorCursor> cursors) {
    return new FetchContext(
        cursors, options, policy, time, new Signal(), new ByteGauge(held), parts);
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
                Deadline.LONGEST,
                (mirror, deadline) ->
                    new MirrorSurvey(mirror, options.largestObjectBytes())
                        .survey(lastAsked, deadline),
                within(timeLeft, cancel))
            .values();
    return MirrorSurvey.together(surveys);
  }

  @Override
  public ImmutableRangeSet<Long> missing(LedgerRange range, Duration timeLeft, CancelToken cancel) {
    Mirrors.Answers<ImmutableRangeSet<Long>> answers =
        mirrors.askUntil(
            ImmutableRangeSet::isEmpty,
            Deadline.LONGEST,
            (mirror, deadline) -> {
              LakeObjects objects = mirror.metadata().objects(deadline);
              MirrorCursor only = new MirrorCursor(mirror, objects, options.retriesPerStream());
              ImmutableRangeSet<Long> missing =
                  MissingLedgers.of(
                      range, mirror.extent(objects), objects, context(List.of(only)), deadline);
              mirror.store().confirm(deadline);
              return missing;
            },
            within(timeLeft, cancel));
    ImmutableRangeSet<Long> missing =
        answers.values().stream().reduce(ImmutableRangeSet::intersection).orElseThrow();
    if (!missing.isEmpty()) {
      answers.requireAll();
    }
    return missing;
  }

  @Override
  public Optional<LakeHolding> holding(LedgerRange range, Duration timeLeft, CancelToken cancel) {
    return mirrors
        .askUntil(
            answer -> answer.isPresent() && answer.get().missing() == 0,
            Deadline.LONGEST,
            (mirror, deadline) -> ListedHolding.of(mirror, range, deadline),
            within(timeLeft, cancel))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(LakeHolding::objects));
  }

  private Deadline within(Duration timeLeft, CancelToken cancel) {
    return Deadline.within(timeLeft, time, cancel);
  }

  @Override
  public long prefetchedBytes() {
    return held.heldBytes();
  }

  /** The bytes of idle buffers kept for later bodies. */
  long idleBytes() {
    return parts.idleBytes();
  }

  @Override
  public void close() {
    mirrors.close();
  }
}
