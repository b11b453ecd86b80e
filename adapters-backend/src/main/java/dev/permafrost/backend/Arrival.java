package dev.permafrost.backend;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request, as far as it has arrived. A transport fills it on its threads; whoever
 * asked looks at it on its own, and says when the body may flow: until then the sender is held
 * back.
 *
 * <p>Actions of the transport (let the body flow, give up) are run outside of the lock.
 */
final class Arrival {

  private final Ask ask;
  private final Signal signal;
  private final ByteGauge gauge;
  private final long startedNanos;

  /**
   * A part smaller than this is copied behind the one before it: a server that sends its body in
   * chunks of a byte would otherwise have an object of many bytes kept for each.
   */
  private static final int SMALL_BYTES = 4096;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private ByteBuffer gathered = ByteBuffer.allocate(0);
  private long bytes;
  private long lastNanos;
  private long lastSeen;
  private @Nullable AnswerHead head;
  private @Nullable Throwable failure;
  private boolean isOver;
  private boolean isTooLarge;
  private boolean isAdmitted;
  private boolean isAbandoned;
  private Runnable flow = Arrival::doNothing;
  private Runnable abort = Arrival::doNothing;

  /**
   * Begins empty.
   *
   * @param signal raised when the head has come, and when the answer is over
   * @param gauge counts the bytes until {@link #take} or {@link #abandon}
   * @param nowNanos the time of the request
   */
  Arrival(Ask ask, Signal signal, ByteGauge gauge, long nowNanos) {
    this.ask = ask;
    this.signal = signal;
    this.gauge = gauge;
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
  void headArrived(AnswerHead arrived, Runnable letFlow) {
    boolean isDue;
    synchronized (this) {
      head = arrived;
      flow = letFlow;
      isTooLarge = arrived.hasBody() && ask.wantsBody() && isTooLarge(arrived);
      isDue = isAdmitted && !isTooLarge;
    }
    if (isDue) {
      letFlow.run();
    }
    signal.raise();
  }

  private boolean isTooLarge(AnswerHead arrived) {
    return arrived.lengthBytes().orElse(0) > ask.mostBytes();
  }

  /**
   * A part of the body has come; false if no more of it is wanted. That raises no signal, unless it
   * is too much: nobody waits for a part, and waking for each costs more than decoding it.
   */
  boolean bodyArrived(ByteBuffer part) {
    boolean goesOn;
    synchronized (this) {
      isTooLarge |= bytes + part.remaining() > ask.mostBytes();
      goesOn = !isTooLarge && !isAbandoned && !isOver;
      if (goesOn) {
        bytes += part.remaining();
        gauge.add(part.remaining());
        keep(part);
      }
    }
    if (!goesOn) {
      signal.raise();
    }
    return goesOn;
  }

  private void keep(ByteBuffer part) {
    if (part.remaining() >= SMALL_BYTES) {
      endGathering();
      parts.add(part);
      return;
    }
    if (gathered.remaining() < part.remaining()) {
      endGathering();
      gathered = gathered.capacity() == 0 ? ByteBuffer.allocate(4 * SMALL_BYTES) : gathered;
    }
    gathered.put(part);
  }

  /** Adds what was gathered to the parts, in no more memory than it takes. */
  private void endGathering() {
    if (gathered.position() > 0) {
      byte[] exactly = new byte[gathered.position()];
      gathered.get(0, exactly);
      parts.add(ByteBuffer.wrap(exactly));
      gathered.clear();
    }
  }

  /** The answer is complete. */
  void completed() {
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

  /** Lets the body flow, now or as soon as there is one. */
  void admit(long nowNanos) {
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
  synchronized Optional<AnswerHead> head() {
    return Optional.ofNullable(head);
  }

  /** How many bytes of the body have come. */
  synchronized long bytes() {
    return bytes;
  }

  /**
   * What became of the request, or empty while that is open. A request that has been silent or has
   * taken too long is given up here.
   */
  Optional<Verdict> verdict(long nowNanos, Duration idle, Duration inAll) {
    Verdict verdict;
    synchronized (this) {
      if (isTooLarge) {
        verdict = Verdict.tooLarge(ask.mostBytes());
      } else if (isOver) {
        verdict = Verdict.of(ask, head, bytes, failure);
      } else if (silentNanos(nowNanos) >= idle.toNanos()) {
        verdict = Verdict.passing("no word for " + idle.toMillis() + " ms", null);
      } else if (nowNanos - startedNanos >= inAll.toNanos() && !isHeld()) {
        verdict = Verdict.passing("not complete after " + inAll.toMillis() + " ms", null);
      } else {
        return Optional.empty();
      }
    }
    giveUp();
    return Optional.of(verdict);
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

  /** Hands the body over, which the gauge goes on counting; the caller lets it go. */
  synchronized List<ByteBuffer> take() {
    endGathering();
    List<ByteBuffer> taken = List.copyOf(parts);
    parts.clear();
    bytes = 0;
    return taken;
  }

  /** Gives the request up and drops what has come. Nothing is waited for; twice is harmless. */
  void abandon() {
    giveUp();
    synchronized (this) {
      gauge.add(-bytes);
      bytes = 0;
      parts.clear();
      gathered.clear();
    }
  }

  private void giveUp() {
    Runnable due;
    synchronized (this) {
      if (isAbandoned) {
        return;
      }
      isAbandoned = true;
      due = isOver && !isTooLarge ? Arrival::doNothing : abort;
    }
    due.run();
  }

  private static void doNothing() {}
}
