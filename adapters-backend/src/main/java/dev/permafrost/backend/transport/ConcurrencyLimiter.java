package dev.permafrost.backend.transport;

/**
 * Limits the number of concurrent requests to a server.
 *
 * <p>A server whose queue of new connections is full silently drops a connection request, and the
 * kernel repeats it after one, two, then four seconds. A stream that delivers objects in order
 * stalls each time. So a request without an answer, while many that were sent with it or after it
 * have been answered, is a <i>laggard</i>: {@link RetryPolicy} sends it again, and the limit is
 * reduced: by half if there are several at once, by one if there is one in a hundred. After some
 * hundred answers without a laggard the limit grows by one, and faster the longer this lasts.
 *
 * <p>One for each lake; thread-safe.
 */
public final class ConcurrencyLimiter {

  private static final int LEAST_AT_A_TIME = 4;

  /**
   * The factors that move the usual time up and down: about a fifth of all answers are faster than
   * it.
   */
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

  /** Starts with the maximum. */
  public ConcurrencyLimiter(int most) {
    this.most = most;
    this.limit = most;
  }

  /** How many requests may be in flight. */
  public synchronized int limit() {
    return limit;
  }

  /** How many answers have begun so far. */
  public synchronized long answers() {
    return answers;
  }

  /** Records that an answer has begun, and how long that took. */
  public synchronized void answered(long tookNanos) {
    answers++;
    // Not the mean, which grows with the laggards until none of them counts as one.
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

  /** How long a response usually takes to begin; 0 if none has begun yet. */
  synchronized double usualNanos() {
    return usualNanos;
  }

  /** Records a laggard; those sent before the last change have the same cause and are ignored. */
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

  /** Raises the limit after enough successes; sooner if the last raise was successful, too. */
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
