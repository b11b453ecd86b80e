package dev.permafrost.backend.transport;

/**
 * Limits how many requests a server is sent at a time.
 *
 * <p>A server whose queue of new connections is full says nothing: it drops the request for one,
 * and the kernel repeats it after a second, then two, then four. To a stream that hands objects
 * over in order, each of these is a stop. So a request that has no answer while many that were sent
 * with it or after it have theirs is a <i>laggard</i>: {@link RetryPolicy} sends it again, and the
 * server is sent fewer requests at a time: half as many where there are several at once, one fewer
 * where there is one in a hundred. After some hundreds without any it is sent one more, the sooner
 * the longer that goes well.
 *
 * <p>One for each lake; safe for several threads.
 */
public final class ConcurrencyLimiter {

  private static final int LEAST_AT_A_TIME = 4;

  /** By these the usual time goes up and down: about a fifth of all answers are faster than it. */
  private static final double UP = 1.02;

  private static final double DOWN = 0.92;

  private static final int ANSWERS_A_SPAN = 100;
  private static final int LAGGARDS_TOO_MANY = 4;
  private static final int MOST_CLEAN_SPANS = 32;

  private final int most;
  private int limit;
  private long answers;
  private double usualNanos;
  private int answersInSpan;
  private int laggardsInSpan;
  private int cleanSpans;
  private int cleanSpansWanted = 1;
  private boolean wasRaisedLast;
  private long slowedNanos;
  private boolean wasSlowed;

  /** Begins with as many as there may be. */
  public ConcurrencyLimiter(int most) {
    this.most = most;
    this.limit = most;
  }

  /** How many requests may be on their way. */
  public synchronized int limit() {
    return limit;
  }

  /** How many answers have begun so far. */
  public synchronized long answers() {
    return answers;
  }

  /** Notes that an answer has begun, so long after its request. */
  public synchronized void answered(long tookNanos) {
    answers++;
    // Not their mean: that grows with the laggards, until none of them is one.
    usualNanos = usualNanos == 0 ? tookNanos : usualNanos * (tookNanos > usualNanos ? UP : DOWN);
    answersInSpan++;
    if (answersInSpan < ANSWERS_A_SPAN) {
      return;
    }
    if (laggardsInSpan > 0) {
      slowTo(limit - 1);
    } else {
      cleanSpans++;
      raise();
    }
    beginSpan();
  }

  /** How long a response usually takes to begin; 0 as long as none has begun. */
  synchronized double usualNanos() {
    return usualNanos;
  }

  /** Notes a laggard; those that were sent before the last change are of the same cause as it. */
  public synchronized void lagged(long sentNanos, long nowNanos) {
    if (wasSlowed && sentNanos - slowedNanos < 0) {
      return;
    }
    laggardsInSpan++;
    if (laggardsInSpan >= LAGGARDS_TOO_MANY) {
      slowTo(limit / 2);
      slowedNanos = nowNanos;
      wasSlowed = true;
      beginSpan();
    }
  }

  private void slowTo(int fewer) {
    limit = Math.min(limit, Math.max(LEAST_AT_A_TIME, fewer));
    cleanSpans = 0;
    cleanSpansWanted = Math.min(MOST_CLEAN_SPANS, cleanSpansWanted * 2);
    wasRaisedLast = false;
  }

  /** One more, once enough went well; sooner again where the last one more went well, too. */
  private void raise() {
    if (limit == most || cleanSpans < cleanSpansWanted) {
      return;
    }
    limit++;
    cleanSpans = 0;
    cleanSpansWanted = wasRaisedLast ? Math.max(1, cleanSpansWanted / 2) : cleanSpansWanted;
    wasRaisedLast = true;
  }

  private void beginSpan() {
    answersInSpan = 0;
    laggardsInSpan = 0;
  }
}
