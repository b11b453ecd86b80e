package dev.permafrost.backend.stream;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.batch.BatchReader;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Iterates over the objects of a range with the fetches of a stream; failures do not end it. */
public final class LakeWalk extends RangeReader implements ObjectWalk {

  /** This many unreadable objects in a row mean that the lake itself cannot be reached. */
  private static final int MOST_UNREAD_IN_A_ROW = 16;

  /** How many ledgers' objects share a budget of retries, as those of a chunk do. */
  private static final long LEDGERS_A_BUDGET = 10_000;

  /** Determines why an object that no mirror has cannot be reported missing. */
  public interface Doubt {
    /**
     * Determines the reason.
     *
     * @param isFirst whether the object before it was not missing
     * @return the reason; empty if it is missing
     */
    Optional<StorageFailure> of(long index, boolean isFirst);
  }

  private final List<MirrorCursor> cursors;
  private final Doubt doubt;

  private @Nullable Fetch present;
  private State state = State.UNREAD;
  private @Nullable StorageFailure failure;
  private @Nullable StorageFailure firstUnread;
  private int unreadInARow;
  private long budgetFrom;

  private LakeWalk(
      LedgerRange range,
      LakeLayout layout,
      Doubt doubt,
      FetchContext context,
      CancelToken cancel,
      BatchReader reader) {
    super(range, layout, context, cancel, reader);
    this.cursors = context.cursors();
    this.doubt = doubt;
    this.budgetFrom = range.first();
  }

  /** Opens a walk before its first object; nothing is fetched yet. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The walk closes its reader().
  public static LakeWalk open(
      LedgerRange range, LakeLayout layout, Doubt doubt, FetchContext context, CancelToken cancel) {
    return new LakeWalk(range, layout, doubt, context, cancel, BatchReader.open());
  }

  @Override
  public boolean next() {
    if (isClosed()) {
      throw new IllegalStateException("the walk is closed");
    }
    cancel().throwIfCancelled();
    if (present != null) {
      present = null;
      releaseObject();
    }
    if (!hasNextObject()) {
      return false;
    }
    Fetch fetch = nextObject();
    present = fetch;
    conclude(fetch);
    renewBudgets();
    countUnread();
    return true;
  }

  @Override
  void check(BatchReader begun) {
    begun.checkHeaders();
  }

  private void conclude(Fetch fetch) {
    if (fetch.isPresent()) {
      state = State.SOUND;
      failure = null;
      return;
    }
    Optional<StorageFailure> reason =
        fetch.isAbsent()
            ? doubt.of(fetch.index(), state != State.MISSING)
            : Optional.of(fetch.failure());
    if (reason.isEmpty()) {
      state = State.MISSING;
      failure = null;
      return;
    }
    StorageFailure found = reason.get();
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
      cursors.forEach(cursor -> cursor.retries().renew());
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
    ObjectBounds bounds = layout().bounds(present().index());
    return new LedgerRange(Math.max(bounds.first(), LakeLayout.FIRST_LEDGER), bounds.last());
  }

  @Override
  public LedgerRange ledgers() {
    requireSound();
    long first = reader().nextSequence();
    return new LedgerRange(first, first + reader().count() - 1);
  }

  @Override
  public LedgerFront front(long sequence) {
    requireSound();
    return reader().front(Math.toIntExact(sequence - reader().nextSequence()));
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
    present = null;
    super.close();
  }
}
