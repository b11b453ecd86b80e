package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Runs one small request and waits for the response. Sends it again after temporary failures,
 * within the caller's deadline. Thread-safe.
 */
public final class RequestRunner {

  private final Transport transport;
  private final LakeOptions options;
  private final RetryPolicy policy;
  private final RequestLog log;

  public RequestRunner(
      Transport transport, LakeOptions options, RetryPolicy policy, RequestLog log) {
    this.transport = transport;
    this.options = options;
    this.policy = policy;
    this.log = log;
  }

  /**
   * The final response to a request.
   *
   * @param outcome present, absent, forbidden, refused or too large
   * @param body the body, if it is present and was requested
   */
  public record Reply(ResponseOutcome outcome, List<ByteBuffer> body) {

    int sizeBytes() {
      return body.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    /** The body in one array. */
    public byte[] bytes() {
      ByteBuffer joined = ByteBuffer.allocate(sizeBytes());
      body.forEach(part -> joined.put(part.duplicate()));
      return joined.array();
    }
  }

  /**
   * Runs a request.
   *
   * @throws LakeDamage if the body never matched what its server states
   * @throws BackendUnreachable if there is no useful answer within the retries and the time
   * @throws dev.permafrost.ports.failure.Cancelled if the call was cancelled
   */
  public Reply run(Request request, Deadline deadline) {
    return run(request, outcome -> outcome, deadline);
  }

  /**
   * Runs a request whose caller knows more than the answer shows.
   *
   * @param judging changes the outcome
   * @throws StorageFailure as the other method
   */
  public Reply run(Request request, UnaryOperator<ResponseOutcome> judging, Deadline deadline) {
    for (int attempt = 1; ; attempt++) {
      long begun = deadline.time().nanoTime();
      Reply came = askOnce(request, deadline);
      Reply reply = new Reply(judging.apply(came.outcome()), came.body());
      ResponseOutcome outcome = reply.outcome();
      log.ended(outcome.kind(), reply.sizeBytes(), deadline.time().nanoTime() - begun, attempt);
      RetryPolicy.Decision next = policy.forQuestion(outcome, attempt, deadline.leftNanos());
      switch (next.step()) {
        case FINISH -> {
          return reply;
        }
        case GIVE_UP -> throw failure(next, outcome, request.location(), attempt);
        case RESUME, RESTART -> {
          // Nothing of a small body is kept, so both start again.
          deadline.time().pause(next.pause(), deadline.cancel());
          deadline.check(request.location(), "another attempt after: " + outcome.reason());
        }
      }
    }
  }

  private static StorageFailure failure(
      RetryPolicy.Decision next, ResponseOutcome outcome, String location, int attempts) {
    return next.isOutOfTime()
        ? new BackendUnreachable(location, outcome.gaveUp(attempts), outcome.cause())
        : outcome.failure(location, attempts);
  }

  private Reply askOnce(Request request, Deadline deadline) {
    Signal signal = new Signal();
    ResponseBuffer response =
        new ResponseBuffer(
            request, signal, new ByteGauge(), new BufferPool(0), deadline.time().nanoTime());
    CancelToken.Registration wake = deadline.cancel().onCancel(signal::raise);
    try {
      transport.send(request, response);
      response.admit(deadline.time().nanoTime());
      while (true) {
        long seen = signal.changes();
        deadline.check(request.location(), "its answer");
        Optional<ResponseOutcome> outcome =
            response.outcome(
                deadline.time().nanoTime(), options.idleTimeout(), options.attemptTimeout());
        if (outcome.isPresent()) {
          List<ByteBuffer> body = response.take();
          Optional<ResponseHead> head = response.head();
          ResponseOutcome whole =
              request.wantsBody() && head.isPresent()
                  ? BodyChecksum.judge(outcome.get(), head.get(), body)
                  : outcome.get();
          return new Reply(whole, body);
        }
        signal.awaitChange(seen, longestWaitNanos(deadline));
      }
    } finally {
      wake.close();
      response.abandon();
    }
  }

  private long longestWaitNanos(Deadline deadline) {
    long idleNanos = options.idleTimeout().toNanos();
    return Math.min(Signal.LONGEST_WAIT_NANOS, Math.min(idleNanos, deadline.leftNanos()));
  }
}
