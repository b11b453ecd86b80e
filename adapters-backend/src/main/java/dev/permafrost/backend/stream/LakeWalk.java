package dev.permafrost.backend.stream;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.batch.BatchReader;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes over the objects of a range on the fetches of a stream; what fails does not end it. */
public final class LakeWalk implements ObjectWalk {

  /** So many objects in a row that cannot be read are no trouble of theirs. */
  private static final int MOST_UNREAD_IN_A_ROW = 16;

  /** How many ledgers' objects share a budget of repetitions, as those of a chunk do. */
  private static final long LEDGERS_A_BUDGET = 10_000;

  private final LakeLayout layout;
  private final Fetch.Shared shared;
  private final CancelToken cancel;
  private final CancelToken.Registration wake;
  private final BatchReader reader;
  private final Prefetch prefetch;

  private @Nullable Fetch present;
  private State state = State.MISSING;
  private @Nullable StorageFailure failure;
  private @Nullable StorageFailure firstUnread;
  private int unreadInARow;
  private long budgetFrom;
  private boolean isClosed;

  private LakeWalk(
      LedgerRange range,
      LakeLayout layout,
      Fetch.Shared shared,
      CancelToken cancel,
      BatchReader reader) {
    this.layout = layout;
    this.shared = shared;
    this.cancel = cancel;
    this.reader = reader;
    this.wake = cancel.onCancel(shared.signal()::raise);
    this.budgetFrom = range.first();
    long mostBytes = shared.options().largestObjectBytes();
    this.prefetch =
        new Prefetch(
            shared,
            (cursor, index) -> Request.get(cursor.address(index), mostBytes),
            layout.indexOf(range.first()),
            layout.indexOf(range.last()),
            Deadline.within(Deadline.LONGEST, shared.time(), cancel));
  }

  /** Begins before the first object; nothing is fetched yet. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The walk closes its reader.
  public static LakeWalk open(
      LedgerRange range, LakeLayout layout, Fetch.Shared shared, CancelToken cancel) {
    return new LakeWalk(range, layout, shared, cancel, BatchReader.open());
  }

  @Override
  public boolean next() {
    if (isClosed) {
      throw new IllegalStateException("the walk is closed");
    }
    cancel.throwIfCancelled();
    if (present != null) {
      present = null;
      prefetch.release();
    }
    if (prefetch.isOver()) {
      return false;
    }
    look();
    renewBudgets();
    countUnread();
    return true;
  }

  private void look() {
    while (true) {
      Fetch fetch = prefetch.await();
      present = fetch;
      if (!fetch.isPresent()) {
        conclude(fetch);
        return;
      }
      try {
        reader.begin(layout.bounds(fetch.index()), fetch.body(), fetch.location(), cancel);
        reader.checkHeaders();
        fetch.accept();
        state = State.SOUND;
        failure = null;
        return;
      } catch (LakeDamage | UnsupportedLedgerVersion e) {
        if (!prefetch.reject(e)) {
          conclude(fetch);
          return;
        }
      }
    }
  }

  private void conclude(Fetch fetch) {
    if (fetch.isAbsent()) {
      state = State.MISSING;
      failure = null;
      return;
    }
    StorageFailure found = fetch.failure();
    failure = found;
    if (found instanceof LakeDamage damage) {
      state = damage.kind() == LakeDamage.Kind.CONTENT ? State.WRONG : State.DAMAGED;
    } else {
      state = State.UNREAD;
    }
  }

  private void renewBudgets() {
    if (named().first() - budgetFrom >= LEDGERS_A_BUDGET) {
      budgetFrom = named().first();
      shared.cursors().forEach(cursor -> cursor.retries().renew());
    }
  }

  private void countUnread() {
    StorageFailure found = failure;
    if (state != State.UNREAD || found == null) {
      unreadInARow = 0;
      firstUnread = null;
      return;
    }
    unreadInARow++;
    StorageFailure first = firstUnread == null ? found : firstUnread;
    firstUnread = first;
    if (unreadInARow > MOST_UNREAD_IN_A_ROW) {
      throw first;
    }
  }

  private Fetch present() {
    Fetch fetch = present;
    if (fetch == null) {
      throw new IllegalStateException("there is no present object");
    }
    return fetch;
  }

  private void requireSound() {
    if (present().index() < 0 || state != State.SOUND) {
      throw new IllegalStateException("the object is " + state);
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Optional<StorageFailure> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public LedgerRange named() {
    ObjectBounds bounds = layout.bounds(present().index());
    return new LedgerRange(Math.max(bounds.first(), LakeLayout.FIRST_LEDGER), bounds.last());
  }

  @Override
  public LedgerRange ledgers() {
    requireSound();
    long first = reader.nextSequence();
    return new LedgerRange(first, first + reader.count() - 1);
  }

  @Override
  public LedgerFront front(long sequence) {
    requireSound();
    return reader.front(Math.toIntExact(sequence - reader.nextSequence()));
  }

  @Override
  public String location() {
    return present().location();
  }

  @Override
  public List<ByteBuffer> borrowedBody() {
    requireSound();
    return present().body().stream().map(part -> part.duplicate().asReadOnlyBuffer()).toList();
  }

  @Override
  public long storedBytes() {
    requireSound();
    return present().body().stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    present = null;
    wake.close();
    prefetch.abandon();
    reader.close();
  }
}
