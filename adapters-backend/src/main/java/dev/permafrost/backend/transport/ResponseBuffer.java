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
 * caller checks it on its own thread, and decides when the body may flow; until then the sender is
 * held back.
 *
 * <p>A transport that reads into arrays of the pool ({@link #newPart}) owns the one that it reads
 * into: the received bytes can be read, but the array is passed on or returned only after the
 * transport has stopped writing to it ({@link #partEnded}), even if the request was given up long
 * before.
 *
 * <p>Actions of the transport (let the body flow, give up) run outside the lock.
 */
public final class ResponseBuffer {

  private final Request request;
  private final Signal signal;
  private final ByteGauge gauge;
  private final BufferPool pool;
  private final long startedNanos;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** The received parts that are no longer written to. */
  private final List<ByteBuffer> parts = new ArrayList<>();

  /** The received bytes after these, in an array that the transport still writes to. */
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
   * Creates an empty response.
   *
   * @param signal raised when the head has arrived, and when the response has ended
   * @param gauge counts the bytes until {@link #take} or {@link #abandon}
   * @param pool provides the arrays, and gets those back that are not taken
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

  // Methods for the transport.

  /** Registers how the request is given up; runs immediately if it already is. */
  void onAbort(Runnable action) {
    synchronized (this) {
      if (!isAbandoned) {
        abort = action;
        return;
      }
    }
    action.run();
  }

  /** The head has arrived; the body follows once {@code letFlow} is run, if there is one. */
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
   * An array for the next bytes of the body, from its start on. The transport owns it until it
   * calls {@link #partEnded}, which it must.
   *
   * @param leftBytes how many bytes are still expected
   */
  byte[] newPart(long leftBytes) {
    return pool.take(leftBytes);
  }

  /**
   * More of the body has arrived in the array; returns false if the rest is not needed. Does not
   * raise the signal, unless it is too much: no thread waits for a part, and each wake-up costs
   * more than decoding the part.
   *
   * @param part the array, which the transport continues to fill after these bytes
   * @param filledBytes how many of its bytes have arrived by now
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

  /**
   * The transport no longer writes to an array of {@link #newPart}, which is kept if it holds
   * anything.
   */
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
   * A part of the body has arrived in memory that another party owns and no one writes to: it is
   * kept as it is, as a separate part, even if small. Otherwise as {@link #partGrew}.
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

  /** Counts received bytes; returns false if they are not needed. */
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

  /** The response is complete. */
  public void completed() {
    synchronized (this) {
      isOver = true;
    }
    signal.raise();
  }

  /** The response will not be completed. */
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

  // Methods for the requester.

  /**
   * Allows the body to flow as soon as its head shows that it is no longer than this, so that
   * neither the sender nor the caller must be woken for it. Called before the request is sent.
   */
  public synchronized void grant(long mostBytes) {
    grantedBytes = mostBytes;
  }

  /** Whether the body may flow, now or when it arrives. */
  public synchronized boolean isAdmitted() {
    return isAdmitted;
  }

  /** Allows the body to flow, now or when it arrives. */
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

  /** The head, once it has arrived. */
  public synchronized Optional<ResponseHead> head() {
    return Optional.ofNullable(head);
  }

  /** How many bytes of the body have arrived. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * The outcome of the request, or empty while it is open. A request that was silent or took too
   * long is given up here.
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

  /** How long nothing has arrived although it could have. */
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
   * Gives the body to the caller, who then releases it and returns its parts; the gauge continues
   * to count it. A part that is still written to is copied.
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

  /**
   * Gives the request up and drops the received bytes, without waiting; a second call has no
   * effect.
   */
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
