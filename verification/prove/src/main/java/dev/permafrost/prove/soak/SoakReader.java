package dev.permafrost.prove.soak;

import dev.permafrost.domain.read.ReadPosition;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens view after view of a store while others write to it, and compares each byte of each page
 * with the forge; now and then it keeps a view, and reads it again from its beginning. What a
 * closed view held and the floor spares, the next view must hold, too. One thread.
 */
final class SoakReader {

  private static final int LONGEST_PAGE = 300;
  private static final int MOST_PAGES = 4;
  private static final int VIEWS_PER_KEPT = 30;
  private static final int LONGEST_KEEPING_MILLIS = 4_000;
  private static final int LONGEST_PAUSE_MILLIS = 20;

  private final Store store;
  private final Truth truth;
  private final SoakNotes notes;
  private final Random random;
  private final Consumer<String> wrong;
  private @Nullable LedgerRange before;
  private volatile long lowest;

  /**
   * A reader.
   *
   * @param lowest the first ledger of the store
   * @param wrong is told what is wrong
   */
  SoakReader(
      Store store,
      Truth truth,
      long lowest,
      SoakNotes notes,
      Random random,
      Consumer<String> wrong) {
    this.store = store;
    this.truth = truth;
    this.lowest = lowest;
    this.notes = notes;
    this.random = random;
    this.wrong = wrong;
  }

  /** The lowest ledger that it may ask for. */
  long lowest() {
    return lowest;
  }

  /** Reads until the token is cancelled, between two views. */
  void run(CancelToken cancel) {
    while (!cancel.isCancelled()) {
      readOneView();
      pause(random.nextInt(LONGEST_PAUSE_MILLIS));
    }
  }

  void readOneView() {
    // No view that is opened from now on holds anything below.
    lowest = Math.max(lowest, store.catalog().earliestLedger().orElse(0));
    long acknowledged =
        Math.max(notes.get(SoakNotes.Note.ACKNOWLEDGED), store.reads().latest().orElse(0));
    try (ReadView view = store.reads().open()) {
      Optional<LedgerRange> available = view.available();
      long latest = view.latest().orElse(0);
      if (latest < acknowledged || available.map(LedgerRange::last).orElse(0L) != latest) {
        wrong.accept(acknowledged + " was there, and a view holds " + available);
      }
      if (available.isPresent()) {
        requireWhatWasThere(available.get());
        lookUp(available.get());
        readPages(view, available.get());
        before = available.get();
      }
    }
  }

  /**
   * A new chunk may begin behind a gap, which is filled later; nothing else goes but by a floor.
   */
  private void requireWhatWasThere(LedgerRange available) {
    LedgerRange was = before;
    if (was == null) {
      return;
    }
    long low = Math.max(was.first(), store.catalog().earliestLedger().orElse(0));
    boolean isBehindGap = available.first() > was.last() + 1;
    if (low <= was.last() && available.first() > low && !isBehindGap) {
      wrong.accept(was + " could be read, and then " + available + ", with the floor below " + low);
    }
  }

  private void readPages(ReadView view, LedgerRange available) {
    for (int page = random.nextInt(MOST_PAGES); page >= 0; page--) {
      long from = available.first() + random.nextInt((int) available.length());
      read(view, from, available);
    }
    if (random.nextInt(VIEWS_PER_KEPT) == 0) {
      pause(random.nextInt(LONGEST_KEEPING_MILLIS));
      read(view, available.first(), available);
    }
  }

  /** One that is pruned meanwhile is gone; there is no view that holds it. */
  private void lookUp(LedgerRange available) {
    long sequence = available.first() + random.nextInt((int) available.length());
    try {
      if (!store.ledgers().withLedger(sequence, raw -> truth.is(sequence, raw))) {
        wrong.accept("ledger " + sequence + " was looked up, and has other bytes");
      }
    } catch (LedgerNotStored e) {
      if (sequence >= store.catalog().earliestLedger().orElse(0)) {
        wrong.accept("ledger " + sequence + " was looked up: " + e);
      }
    }
  }

  private void read(ReadView view, long from, LedgerRange available) {
    int limit = 1 + random.nextInt(LONGEST_PAGE);
    long expected = Math.min(limit, available.last() - from + 1);
    long[] next = {from};
    ReadPosition end =
        view.read(
            from,
            limit,
            (sequence, raw) -> {
              if (sequence != next[0]++ || !truth.is(sequence, raw)) {
                wrong.accept("ledger " + sequence + " of the page from " + from + " is another");
              }
            });
    if (end.ledgers() != expected || end.next() != from + expected || next[0] != end.next()) {
      wrong.accept("the page from " + from + " of " + limit + ", in " + available + ": " + end);
    }
    notes.count(SoakNotes.Note.PAGES);
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
