package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks one small thing and waits for the answer, repeating the request after passing failures as
 * long as the caller's time lasts. Safe for several threads.
 */
public final class Asker {

  private final Transport transport;
  private final LakeOptions options;
  private final BackOff backOff;

  public Asker(Transport transport, LakeOptions options, BackOff backOff) {
    this.transport = transport;
    this.options = options;
    this.backOff = backOff;
  }

  /**
   * What came of a request that is not repeated any more.
   *
   * @param verdict present, absent, forbidden, refused or too large
   * @param body the body, where it is present and was wanted
   */
  public record Reply(Verdict verdict, List<ByteBuffer> body) {

    /** The body in one array. */
    public byte[] bytes() {
      int length = body.stream().mapToInt(ByteBuffer::remaining).sum();
      ByteBuffer joined = ByteBuffer.allocate(length);
      body.forEach(part -> joined.put(part.duplicate()));
      return joined.array();
    }
  }

  /**
   * Asks.
   *
   * @throws LakeDamage if the body never was what its server said it is
   * @throws BackendUnreachable if no useful answer came within the repetitions and the time
   * @throws dev.permafrost.ports.failure.Cancelled if the call was cancelled
   */
  public Reply ask(Ask ask, Call call) {
    for (int attempt = 1; ; attempt++) {
      Reply reply = askOnce(ask, call);
      Verdict verdict = reply.verdict();
      if (verdict.kind() == Verdict.Kind.UNREACHABLE) {
        throw new BackendUnreachable(ask.location(), verdict.reason(), verdict.cause());
      }
      boolean isMangled = verdict.kind() == Verdict.Kind.MANGLED;
      if (verdict.kind() != Verdict.Kind.PASSING && !isMangled) {
        return reply;
      }
      if (isMangled && attempt > options.retries()) {
        throw new LakeDamage(ask.location(), gaveUp(verdict, attempt), null);
      }
      call.time().pause(waitBefore(attempt, ask, verdict, call), call.cancel());
      call.check(ask.location(), "another attempt after: " + verdict.reason());
    }
  }

  private Duration waitBefore(int repetition, Ask ask, Verdict verdict, Call call) {
    Optional<Duration> wait = backOff.before(repetition, verdict.retryAfter());
    boolean isWorthIt =
        repetition <= options.retries()
            && wait.isPresent()
            && wait.get().toNanos() < call.leftNanos();
    if (!isWorthIt) {
      throw new BackendUnreachable(ask.location(), gaveUp(verdict, repetition), verdict.cause());
    }
    return wait.get();
  }

  /** Why a request is not repeated any more, in words. */
  public static String gaveUp(Verdict verdict, int attempts) {
    String asked =
        verdict
            .retryAfter()
            .map(wait -> ", to be left alone for " + wait.toSeconds() + " s")
            .orElse("");
    return verdict.reason() + asked + "; given up after attempt " + attempts;
  }

  private Reply askOnce(Ask ask, Call call) {
    Signal signal = new Signal();
    Arrival arrival =
        new Arrival(ask, signal, new ByteGauge(), new PartPool(0), call.time().nanoTime());
    CancelToken.Registration wake = call.cancel().onCancel(signal::raise);
    try {
      transport.send(ask, arrival);
      arrival.admit(call.time().nanoTime());
      while (true) {
        long seen = signal.changes();
        call.check(ask.location(), "its answer");
        Optional<Verdict> verdict =
            arrival.verdict(
                call.time().nanoTime(), options.idleTimeout(), options.attemptTimeout());
        if (verdict.isPresent()) {
          List<ByteBuffer> body = arrival.take();
          Optional<AnswerHead> head = arrival.head();
          Verdict whole =
              ask.wantsBody() && head.isPresent()
                  ? BodyChecksum.judge(verdict.get(), head.get(), body)
                  : verdict.get();
          return new Reply(whole, body);
        }
        signal.awaitChange(seen, longestWaitNanos(call));
      }
    } finally {
      wake.close();
      arrival.abandon();
    }
  }

  private long longestWaitNanos(Call call) {
    long idleNanos = options.idleTimeout().toNanos();
    return Math.min(Signal.LONGEST_WAIT_NANOS, Math.min(idleNanos, call.leftNanos()));
  }
}
