package dev.permafrost.app.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.TooLittleSpace;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import dev.permafrost.testkit.work.ManualTime;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower over the real adapters, of a lake that grows whenever it is asked for its tip. */
final class FollowerTest {

  private static final Geometry EIGHT = new Geometry(8);
  private static final LedgerRange ALL = new LedgerRange(2, 2 + 6 * 8 + 2);
  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1).ledgers(ALL);

  @TempDir Path temporary;

  private final GrowingLake lake = new GrowingLake();
  private final ManualTime time = new ManualTime();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Test
  void itKeepsLevelFreezesDiscardsAndPrunes() throws Exception {
    follow(
        plan(Optional.of(new ChunkId(0)), OptionalInt.of(3), 0),
        store -> isLevel(store) && rows(store).equals("3:frozen 4:frozen 5:frozen 6:hot"));
    try (OpenStore<Store> opened = open()) {
      assertThat(opened.store().catalog().earliestLedger()).hasValue(EIGHT.first(new ChunkId(3)));
      assertRead(opened.store(), EIGHT.first(new ChunkId(3)));
    }
  }

  @Test
  void fullChunksStayHotAsFarBehindAsIsAsked() throws Exception {
    follow(
        plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 2),
        store ->
            isLevel(store)
                && rows(store).equals("0:frozen 1:frozen 2:frozen 3:frozen 4:hot 5:hot 6:hot"));
  }

  @Test
  void anEmptyStoreBeginsWithTheNewestChunk() throws Exception {
    lake.tip.set(EIGHT.first(new ChunkId(2)) + 3);
    follow(
        plan(Optional.empty(), OptionalInt.empty(), 0),
        store -> isLevel(store) && rows(store).equals("2:frozen 3:frozen 4:frozen 5:frozen 6:hot"));
  }

  @Test
  void wholeChunksBelowAreBackfilledStraightToPacks() throws Exception {
    lake.tip.set(EIGHT.first(new ChunkId(5)) + 3);
    follow(
        plan(Optional.of(new ChunkId(2)), OptionalInt.empty(), 0),
        store -> isLevel(store) && rows(store).equals("2:frozen 3:frozen 4:frozen 5:frozen 6:hot"));
    assertThat(log).noneMatch(line -> line.equals("chunk 3 is full"));
    assertThat(log).contains("chunk 3 is frozen", "chunk 5 is full");
  }

  @Test
  void itGoesOnWhereItWasAndLeavesAnIncompleteChunkToTheLake() throws Exception {
    lake.grows = false;
    lake.tip.set(EIGHT.first(new ChunkId(1)) + 3);
    FollowPlan plan = plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 0);
    follow(plan, store -> isLevel(store) && rows(store).equals("0:frozen 1:hot"));
    lake.tip.set(EIGHT.first(new ChunkId(4)) + 1);
    follow(
        plan,
        store -> isLevel(store) && rows(store).equals("0:frozen 1:frozen 2:frozen 3:frozen 4:hot"));
  }

  @Test
  void aFrozenChunkAboveAnIncompleteOneIsNotRunInto() throws Exception {
    lake.tip.set(EIGHT.last(new ChunkId(2)));
    try (OpenStore<Store> opened = open()) {
      ChunkId one = new ChunkId(1);
      Store store = opened.store();
      store.ingest().ingestFromLake(one, OptionalLong.of(EIGHT.first(one) + 3), CancelToken.NEVER);
      store.freezer().processChunk(new ChunkId(2), opened.kinds(), CancelToken.NEVER);
    }
    lake.tip.set(EIGHT.first(new ChunkId(1)) + 5);
    follow(
        plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 0),
        store ->
            isLevel(store)
                && rows(store)
                    .equals("0:frozen 1:frozen 2:frozen 3:frozen 4:frozen 5:frozen 6:hot"));
  }

  @Test
  void retentionDoesNotEmptyAStoreThatIsFarBehind() {
    long there = EIGHT.first(new ChunkId(1)) + 3;
    lake.tip.set(ALL.last());
    try (OpenStore<Store> opened = open()) {
      Store store = opened.store();
      store.ingest().ingestFromLake(new ChunkId(1), OptionalLong.of(there), CancelToken.NEVER);
      List<OptionalLong> latest = new ArrayList<>();
      lake.whenStreaming = () -> latest.add(store.reads().latest());
      FollowPlan plan = plan(Optional.of(new ChunkId(0)), OptionalInt.of(1), 0);

      new Settler(store, opened.kinds(), plan, Room.UNCHECKED, log::add)
          .settle(new ChunkId(5), CancelToken.NEVER);

      assertThat(latest)
          .as("what could be read before the chunk to keep was there")
          .containsExactly(OptionalLong.of(there));
      assertThat(rows(store)).isEqualTo("4:frozen");
      assertThat(store.reads().latest()).hasValue(EIGHT.last(new ChunkId(4)));
      assertThat(store.catalog().earliestLedger()).hasValue(EIGHT.first(new ChunkId(4)));
    }
  }

  @Test
  void aLakeThatGoesAwayIsWaitedOutAndToldOnce() throws Exception {
    lake.failures.set(200);
    follow(plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 0), FollowerTest::isLevelNow);
    assertThat(log.stream().filter(line -> line.contains("connection refused")))
        .as("200 failures, a minute apart at the most: told at first, then once an hour")
        .hasSizeBetween(2, 6);
    assertThat(log).contains("the lake continues");
  }

  @Test
  void aChunkThatThereIsNoRoomForIsNotBegun() {
    try (OpenStore<Store> opened = open()) {
      FollowPlan plan = plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 0);
      Room untilTwo = new RoomUntil(2);
      Follower follower =
          new Follower(opened.store(), opened.kinds(), lake, plan, untilTwo, time, log::add);

      assertThatThrownBy(() -> follower.run(CancelToken.NEVER)).isInstanceOf(TooLittleSpace.class);

      assertThat(opened.store().reads().latest()).hasValue(EIGHT.last(new ChunkId(2)));
      assertThat(opened.store().catalog().row(new ChunkId(3)).hot()).isEqualTo(HotState.ABSENT);
    }
  }

  @Test
  void aPackThatThereIsNoRoomForIsNotBegun() {
    lake.tip.set(ALL.last());
    try (OpenStore<Store> opened = open()) {
      FollowPlan plan = plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 0);
      Settler settler =
          new Settler(opened.store(), opened.kinds(), plan, new RoomUntil(2), log::add);

      assertThatThrownBy(() -> settler.settle(new ChunkId(5), CancelToken.NEVER))
          .isInstanceOf(TooLittleSpace.class);

      assertThat(rows(opened.store())).isEqualTo("0:frozen 1:frozen 2:frozen");
    }
  }

  /** Room for the chunks up to one. */
  private record RoomUntil(int last) implements Room {
    @Override
    public void requireForLive(ChunkId chunk) {
      require(chunk);
    }

    @Override
    public void requireForPack(ChunkId chunk) {
      require(chunk);
    }

    private void require(ChunkId chunk) {
      if (chunk.value() > last) {
        throw new TooLittleSpace("/data", "begin chunk " + chunk, 2, 1);
      }
    }
  }

  @Test
  void damageEndsItWithItsFailure() {
    lake.damaged = 20;
    assertThatThrownBy(
            () -> follow(plan(Optional.of(new ChunkId(0)), OptionalInt.empty(), 0), store -> false))
        .hasRootCauseInstanceOf(LakeDamage.class);
    try (OpenStore<Store> opened = open()) {
      assertThat(opened.store().reads().latest()).hasValue(19);
    }
  }

  @Test
  void whatOnlySomebodyElseCanMendIsNotWaitedOut() {
    Trouble trouble = new Trouble(time, Duration.ofSeconds(1), log::add);
    NoSpace full = new NoSpace("/data", "write", null);
    assertThatThrownBy(() -> trouble.waitOut("the lake", full, CancelToken.NEVER)).isSameAs(full);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void pausesDoubleUpToAMinute() {
    Trouble trouble = new Trouble(time, Duration.ofSeconds(10), log::add);
    BackendUnreachable away = new BackendUnreachable("lake", "connection refused", null);
    for (int i = 0; i < 5; i++) {
      trouble.waitOut("the lake", away, CancelToken.NEVER);
    }
    assertThat(time.pauses())
        .extracting(Duration::toSeconds)
        .containsExactly(10L, 20L, 40L, 60L, 60L);
    trouble.isOver("the lake");
    trouble.waitOut("the lake", away, CancelToken.NEVER);
    assertThat(time.pauses().get(5)).isEqualTo(Duration.ofSeconds(10));
  }

  /** What a store is expected to look like in the end. */
  private interface Goal {
    boolean isReached(Store store);
  }

  private void follow(FollowPlan plan, Goal goal) throws Exception {
    CancelSource cancel = new CancelSource();
    try (OpenStore<Store> opened = open()) {
      Follower follower = new Follower(opened.store(), opened.kinds(), lake, plan, time, log::add);
      CompletableFuture<OptionalLong> run =
          CompletableFuture.supplyAsync(() -> follower.run(cancel.token()));
      try {
        await(() -> run.isDone() || goal.isReached(opened.store()), opened.store());
      } finally {
        cancel.cancel();
        run.get(60, TimeUnit.SECONDS);
      }
      assertThat(goal.isReached(opened.store())).isTrue();
    }
  }

  private void await(BooleanSupplier goal, Store store) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!goal.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in the end " + rows(store) + "; " + log);
      }
      Thread.onSpinWait();
    }
  }

  @MustBeClosed
  private OpenStore<Store> open() {
    return Permafrost.at(temporary.resolve("data"))
        .geometry(EIGHT)
        .patience(CoveragePatience.upTo(Duration.ZERO))
        .backend(lake)
        .open();
  }

  private static FollowPlan plan(Optional<ChunkId> from, OptionalInt retain, int freezeBehind) {
    return new FollowPlan(from, retain, freezeBehind, Duration.ofSeconds(1));
  }

  private boolean isLevel(Store store) {
    return store.reads().latest().equals(OptionalLong.of(lake.grows ? ALL.last() : lake.tip.get()));
  }

  private static boolean isLevelNow(Store store) {
    return store.reads().latest().equals(OptionalLong.of(ALL.last()));
  }

  private static String rows(Store store) {
    List<String> rows = new ArrayList<>();
    for (ChunkRow row : store.catalog().scan().rows()) {
      boolean isFrozen = row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
      boolean isHot = row.hot() == HotState.READY;
      rows.add(
          row.chunk()
              + ":"
              + (isFrozen && !isHot ? "frozen" : isHot && !isFrozen ? "hot" : row.toString()));
    }
    return String.join(" ", rows);
  }

  private static void assertRead(Store store, long first) {
    try (ReadView view = store.reads().open()) {
      assertThat(view.available()).hasValue(new LedgerRange(first, ALL.last()));
      view.read(
          first,
          1_000,
          (sequence, raw) ->
              assertThat(raw)
                  .isEqualTo(ByteBuffer.wrap(LEDGERS.get((int) sequence - 2).toBytes())));
    }
  }

  /** One more ledger each time that the tip is asked for. */
  private static final class GrowingLake implements BulkBackend {
    private final AtomicLong tip = new AtomicLong(1);
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean grows = true;
    private volatile long damaged;
    private volatile Runnable whenStreaming = () -> {};

    @Override
    public String location() {
      return "the lake";
    }

    @Override
    public String network(CancelToken cancel) {
      return "Follow Network";
    }

    @Override
    public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
      return sequence <= tip.get();
    }

    @Override
    public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
      if (tip.get() > 12 && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new BackendUnreachable("the lake", "connection refused", null);
      }
      long now = grows ? tip.updateAndGet(last -> Math.min(ALL.last(), last + 1)) : tip.get();
      return now < 2 ? OptionalLong.empty() : OptionalLong.of(now);
    }

    @Override
    public LedgerStream stream(LedgerRange range, CancelToken cancel) {
      whenStreaming.run();
      AtomicLong next = new AtomicLong(range.first());
      return new SuppliedStream(
          location(),
          () -> next.get() > range.last() ? Optional.empty() : Optional.of(raw(next)),
          cancel);
    }

    private ByteBuffer raw(AtomicLong next) {
      long sequence = next.getAndIncrement();
      if (sequence == damaged) {
        throw (StorageFailure) new LakeDamage("the lake", "injected", null);
      }
      byte[] raw = LEDGERS.get((int) sequence - 2).toBytes();
      return ByteBuffer.allocateDirect(raw.length).put(raw).flip();
    }
  }
}
