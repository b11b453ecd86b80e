package dev.permafrost.app.follow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.ingest.Acknowledged;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store up to date with a lake until it is stopped. It takes the newest, incomplete chunk
 * live, on the calling thread, while a second thread {@linkplain Settler settles} the chunks below
 * it.
 *
 * <p>Problems with the lake are reported and waited out. A full disk, loss and damage end it with
 * their failure; no acknowledged ledger is lost, and the next run continues after them.
 */
public final class Follower {

  private final Store store;
  private final BulkBackend lake;
  private final FollowPlan plan;
  private final Room room;
  private final TimeSource time;
  private final Consumer<String> log;
  private final Geometry geometry;
  private final Settler settler;
  private final Random jitter = new Random();
  private final Semaphore due = new Semaphore(0);
  private final AtomicReference<@Nullable Throwable> settlingFailure = new AtomicReference<>();
  private volatile @Nullable ChunkId liveChunk;
  private long highest;

  /**
   * Creates a follower of a lake.
   *
   * @param store opened for writing, over the same lake
   * @param kinds the kinds made of each chunk
   * @param log receives a line for each event; called on two threads
   */
  public Follower(
      Store store,
      Set<ArtifactKind> kinds,
      BulkBackend lake,
      FollowPlan plan,
      TimeSource time,
      Consumer<String> log) {
    this(store, kinds, lake, plan, Room.UNCHECKED, time, log);
  }

  /**
   * Creates a follower that checks the space for each chunk in advance.
   *
   * @param room called on two threads
   */
  public Follower(
      Store store,
      Set<ArtifactKind> kinds,
      BulkBackend lake,
      FollowPlan plan,
      Room room,
      TimeSource time,
      Consumer<String> log) {
    this.store = store;
    this.room = room;
    this.lake = lake;
    this.plan = plan;
    this.time = time;
    this.log = log;
    this.geometry = store.catalog().geometry();
    this.settler = new Settler(store, kinds, plan, room, log);
  }

  /**
   * Follows until the token is cancelled, then returns: between two ledgers, with every thread
   * ended.
   *
   * @return the highest ledger that this run stored; empty if there is none
   * @throws StorageFailure if an operator must act
   */
  public OptionalLong run(CancelToken cancel) {
    CancelSource stop = new CancelSource();
    Thread settling = new Thread(() -> settleOn(stop), "permafrost-settle");
    CancelToken.Registration either = cancel.onCancel(stop::cancel);
    settling.start();
    try {
      followLive(stop.token());
    } catch (Cancelled e) {
      // Stopped, or the other thread failed, which is handled below.
    } finally {
      stop.cancel();
      due.release();
      join(settling);
      either.close();
    }
    Throwable failure = settlingFailure.get();
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return highest == 0 ? OptionalLong.empty() : OptionalLong.of(highest);
  }

  // ---- the newest chunk ------------------------------------------------------------------------

  private void followLive(CancelToken cancel) {
    Trouble trouble = new Trouble(time, plan.poll(), log);
    while (!cancel.isCancelled()) {
      try {
        String network = lake.network(cancel);
        long tip = awaitTip(cancel);
        trouble.isOver("the lake");
        takeLive(network, tip, trouble, cancel);
      } catch (StorageFailure e) {
        trouble.waitOut("the lake", e, cancel);
      }
    }
  }

  private long awaitTip(CancelToken cancel) {
    OptionalLong tip = lake.tip(FollowPlan.PATIENCE, cancel);
    while (tip.isEmpty()) {
      pause(cancel);
      tip = lake.tip(FollowPlan.PATIENCE, cancel);
    }
    return tip.getAsLong();
  }

  /** One session: until the lake fails, or is ahead by more than one chunk. */
  private void takeLive(String network, long tip, Trouble trouble, CancelToken cancel) {
    try (LiveIngest live = begin(network, geometry.chunkOf(tip))) {
      long known = tip;
      while (true) {
        announce(geometry.chunkOf(live.next()));
        if (known >= live.next()) {
          take(live, known, cancel);
        }
        trouble.isOver("the lake");
        if (geometry.chunkOf(known).value() > geometry.chunkOf(live.next()).value() + 1) {
          return;
        }
        pause(cancel);
        known = Math.max(known, lake.tip(FollowPlan.PATIENCE, cancel).orElse(known));
      }
    }
  }

  /** Above every frozen chunk: incomplete chunks below it are settled. */
  @MustBeClosed
  private LiveIngest begin(String network, ChunkId newest) {
    List<ChunkRow> rows = store.catalog().scan().rows();
    ChunkId begin = newest;
    for (ChunkRow row : rows) {
      boolean isPast = row.chunk().compareTo(begin) >= 0;
      if (isPast && row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
        begin = new ChunkId(row.chunk().value() + 1);
      }
    }
    for (ChunkRow row : rows) {
      if (row.chunk().compareTo(begin) >= 0 && row.hot() == HotState.READY) {
        return store.ingest().live(network);
      }
    }
    return store.ingest().live(network, geometry.first(begin));
  }

  private void take(LiveIngest live, long tip, CancelToken cancel) {
    LedgerRange missing = new LedgerRange(live.next(), tip);
    try (LedgerStream stream = lake.stream(missing, cancel)) {
      while (stream.next()) {
        cancel.throwIfCancelled();
        Acknowledged done = live.append(stream.borrowedRaw());
        highest = done.sequence();
        if (done.completed().isPresent()) {
          log.accept("chunk " + done.completed().get() + " is full");
          announce(geometry.chunkOf(live.next()));
        }
      }
    }
  }

  /**
   * The poll interval plus or minus a fifth, so that many followers do not ask at the same time.
   */
  private void pause(CancelToken cancel) {
    double factor = 0.8 + 0.4 * jitter.nextDouble();
    time.pause(Duration.ofNanos((long) (plan.poll().toNanos() * factor)), cancel);
    cancel.throwIfCancelled();
  }

  // ---- the chunks below ------------------------------------------------------------------------

  private void announce(ChunkId live) {
    if (!live.equals(liveChunk)) {
      room.requireForLive(live);
      liveChunk = live;
      due.release();
    }
  }

  private void settleOn(CancelSource stop) {
    Trouble trouble = new Trouble(time, plan.poll(), log);
    try {
      while (!stop.token().isCancelled()) {
        due.tryAcquire(FollowPlan.SETTLE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        due.drainPermits();
        settleNow(trouble, stop.token());
      }
    } catch (Cancelled | InterruptedException e) {
      // Stopped.
    } catch (RuntimeException | Error e) {
      settlingFailure.set(e);
      stop.cancel();
    }
  }

  private void settleNow(Trouble trouble, CancelToken cancel) {
    ChunkId live = liveChunk;
    if (live == null) {
      return;
    }
    try {
      settler.settle(live, cancel);
      trouble.isOver("settling");
    } catch (StorageFailure e) {
      if (e instanceof Cancelled) {
        throw e;
      }
      trouble.waitOut("settling", e, cancel);
      due.release();
    }
  }

  /** Keeps an interrupt, which nothing here uses, for later. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
