package dev.permafrost.backend.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response to one request, as far as it has arrived. A transport fills it on its threads. The
 * caller looks at it on its own thread, and says when the body may flow; until then the sender is
 * held back.
 *
 * <p>A transport that reads into arrays of the pool ({@link #newPart}) owns the one that it reads
 * into: what has come can be looked at meanwhile, but the array is handed on or given back only
 * when the transport has said that it writes to it no more ({@link #partEnded}), however long after
 * the request was given up that is.
 *
 * <p>Actions of the transport (let the body flow, give up) are run outside of the lock.
 */
public final class ResponseBuffer {

  private final Request request;
  private final Signal signal;
  private final ByteGauge gauge;
  private final BufferPool pool;
  private final long startedNanos;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** What has come and nobody writes to any more. */
  private final List<ByteBuffer> parts = new ArrayList<>();

  /** What has come behind these, in an array that the transport still writes to. */
  private ByteBuffer filling = NOTHING;

  private long grantedBytes;
  private long bytes;
  private long lastNanos;
  private long lastSeen;
  private @Nullable ResponseHead head;
  private @Nullable Throwable failure;
  private boolean isOver;
  private boolean isTooLarge;
  private boolean isAdmitted;
  private boolean isAbandoned;
  private Runnable flow = ResponseBuffer::doNothing;
  private Runnable abort = ResponseBuffer::doNothing;

  /**
   * Begins empty.
   *
   * @param signal raised when the head has come, and when the answer is over
   * @param gauge counts the bytes until {@link #take} or {@link #abandon}
   * @param pool lends the arrays; what is not taken goes back to it
   * @param nowNanos the time of the request
   */
  public ResponseBuffer(
      Request request, Signal signal, ByteGauge gauge, BufferPool pool, long nowNanos) {
    this.request = request;
    this.signal = signal;
    this.gauge = gauge;
    this.pool = pool;
    this.startedNanos = nowNanos;
    this.lastNanos = nowNanos;
  }

  // What the transport calls.

  /** How the request is given up; run at once if it already is. */
  void onAbort(Runnable action) {
    synchronized (this) {
      if (!isAbandoned) {
        abort = action;
        return;
      }
    }
    action.run();
  }

  /** The head has come; the body follows once {@code letFlow} is run, if there is one. */
  public void headArrived(ResponseHead arrived, Runnable letFlow) {
    boolean isDue;
    synchronized (this) {
      head = arrived;
      flow = letFlow;
      isTooLarge = arrived.hasBody() && request.wantsBody() && isTooLarge(arrived);
      isAdmitted |= arrived.lengthBytes().orElse(Long.MAX_VALUE) <= grantedBytes;
      isDue = isAdmitted && !isTooLarge;
    }
    if (isDue) {
      letFlow.run();
    }
    signal.raise();
  }

  private boolean isTooLarge(ResponseHead arrived) {
    return arrived.lengthBytes().orElse(0) > request.mostBytes();
  }

  /**
   * An array to read the next bytes of the body into, from its begin on. It is the caller's until
   * {@link #partEnded}, which the caller owes for it.
   *
   * @param leftBytes how many bytes are still expected
   */
  byte[] newPart(long leftBytes) {
    return pool.take(leftBytes);
  }

  /**
   * More of the body has come, into the array that is read into; false if no more of it is wanted.
   * That raises no signal, unless it is too much: nobody waits for a part, and waking for each
   * costs more than decoding it.
   *
   * @param part the array, which the transport goes on writing to behind these bytes
   * @param filledBytes how many of its bytes have come by now
   */
  boolean partGrew(byte[] part, int filledBytes) {
    boolean goesOn;
    synchronized (this) {
      goesOn = count(filledBytes - filling.remaining());
      if (goesOn) {
        filling = filling.hasRemaining() ? filling : ByteBuffer.wrap(part);
        filling.limit(filledBytes);
      }
    }
    return goesOn || raised();
  }

  /** Nobody writes to an array of {@link #newPart} any more: it is kept if it holds something. */
  void partEnded(byte[] part) {
    synchronized (this) {
      if (filling.hasRemaining()) {
        parts.add(filling);
        filling = NOTHING;
        return;
      }
    }
    pool.giveBack(part);
  }

  /**
   * A part of the body has come, in memory of somebody else's that nobody writes to: kept as it is,
   * and as an object of its own, however small. Else as {@link #partGrew}.
   */
  public boolean bodyArrived(ByteBuffer part) {
    boolean goesOn;
    synchronized (this) {
      goesOn = count(part.remaining());
      if (goesOn) {
        parts.add(part);
      }
    }
    return goesOn || raised();
  }

  /** Counts bytes that have come; false if they are not wanted. */
  private boolean count(int more) {
    isTooLarge |= bytes + more > request.mostBytes();
    boolean isWanted = !isTooLarge && !isAbandoned && !isOver;
    if (isWanted) {
      bytes += more;
      gauge.add(more);
    }
    return isWanted;
  }

  private boolean raised() {
    signal.raise();
    return false;
  }

  /** The answer is complete. */
  public void completed() {
    synchronized (this) {
      isOver = true;
    }
    signal.raise();
  }

  /** The answer will not become complete. */
  void failed(Throwable reason) {
    synchronized (this) {
      if (isOver) {
        return;
      }
      isOver = true;
      failure = reason;
    }
    signal.raise();
  }

  // What the asker calls.

  /**
   * Lets the body flow as soon as its head says that it is no longer than this, so that neither the
   * sender nor the caller is woken for it. Called before the request is sent.
   */
  public synchronized void grant(long mostBytes) {
    grantedBytes = mostBytes;
  }

  /** Whether the body may flow, or may as soon as there is one. */
  public synchronized boolean isAdmitted() {
    return isAdmitted;
  }

  /** Lets the body flow, now or as soon as there is one. */
  public void admit(long nowNanos) {
    Runnable due;
    synchronized (this) {
      if (isAdmitted) {
        return;
      }
      isAdmitted = true;
      lastNanos = nowNanos;
      due = flow;
    }
    due.run();
  }

  /** The head, once it has come. */
  public synchronized Optional<ResponseHead> head() {
    return Optional.ofNullable(head);
  }

  /** How many bytes of the body have come. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * What became of the request, or empty while that is open. A request that has been silent or has
   * taken too long is given up here.
   */
  public Optional<ResponseOutcome> outcome(long nowNanos, Duration idle, Duration inAll) {
    ResponseOutcome outcome;
    synchronized (this) {
      if (isTooLarge) {
        outcome = ResponseOutcome.tooLarge(request.mostBytes());
      } else if (isOver) {
        outcome = ResponseOutcome.of(request, head, bytes, failure);
      } else if (silentNanos(nowNanos) >= idle.toNanos()) {
        outcome = ResponseOutcome.noResponse("no word for " + idle.toMillis() + " ms");
      } else if (nowNanos - startedNanos >= inAll.toNanos() && !isHeld()) {
        outcome = ResponseOutcome.noResponse("not complete after " + inAll.toMillis() + " ms");
      } else {
        return Optional.empty();
      }
    }
    giveUp();
    return Optional.of(outcome);
  }

  /** How long nothing has come although it could have. */
  private long silentNanos(long nowNanos) {
    long seen = bytes + (head == null ? 0 : 1);
    if (seen != lastSeen || isHeld()) {
      lastSeen = seen;
      lastNanos = nowNanos;
    }
    return nowNanos - lastNanos;
  }

  private boolean isHeld() {
    return head != null && !isAdmitted;
  }

  /**
   * Hands the body over, which the gauge goes on counting; the caller lets it go, and gives its
   * parts back. Of a part that is still written to, a copy is handed over.
   */
  public synchronized List<ByteBuffer> take() {
    if (filling.hasRemaining()) {
      parts.add(ByteBuffer.wrap(Arrays.copyOf(filling.array(), filling.limit())));
      filling = NOTHING;
    }
    List<ByteBuffer> taken = List.copyOf(parts);
    parts.clear();
    bytes = 0;
    return taken;
  }

  /** Gives the request up and drops what has come. Nothing is waited for; twice is harmless. */
  public void abandon() {
    giveUp();
    synchronized (this) {
      gauge.add(-bytes);
      bytes = 0;
      parts.forEach(pool::giveBack);
      parts.clear();
      filling = NOTHING;
    }
  }

  private void giveUp() {
    Runnable due;
    synchronized (this) {
      if (isAbandoned) {
        return;
      }
      isAbandoned = true;
      due = isOver && !isTooLarge ? ResponseBuffer::doNothing : abort;
    }
    due.run();
  }

  private static void doNothing() {}
}
