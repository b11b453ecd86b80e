package dev.permafrost.backend.transport;

import com.google.common.base.Throwables;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.ResponseOutcome.Kind;
import dev.permafrost.ports.failure.LakeForbidden;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a response means, whether, when and how often its request is sent again, and when a
 * slow request is sent a second time (hedging). Questions and streams use the same policy.
 *
 * <p>{@link Rule} is the table of decisions: response, meaning, next step. {@code
 * docs/lake-client.md} shows the same table. A request that the table sends again is sent again
 * only within these limits:
 *
 * <ul>
 *   <li>at most {@link LakeOptions#retries} times, and at most three times if another mirror can be
 *       asked instead;
 *   <li>after a wait that doubles each time up to {@link LakeOptions#longestBackOff}, and not at
 *       all if the server asks for a longer one;
 *   <li>for a question, only if the wait ends before its deadline;
 *   <li>for a stream, only while its {@link RetryBudget} lasts.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class RetryPolicy {

  /** What is done after a response. */
  public enum Step {
    /** The response is final: it is the answer, or the reason why there is none. */
    FINISH("take it as final"),
    /** The request is sent again, for the missing part of the body. */
    RESUME("send again for the rest"),
    /** The request is sent again, for the whole body; received bytes are dropped. */
    RESTART("send again for all of it"),
    /** The server cannot be reached, and another attempt would not change that. */
    GIVE_UP("give up");

    private final String words;

    Step(String words) {
      this.words = words;
    }

    /** The step as the documentation names it. */
    String words() {
      return words;
    }
  }

  /** The table: each kind of response, its meaning, and the next step. */
  public enum Rule {
    COMPLETE("`200` or `206` with the whole body", Kind.PRESENT, Step.FINISH),
    INCOMPLETE("a body shorter than stated, or another part", Kind.TRANSIENT, Step.RESUME),
    WRONG_CHECKSUM("a body whose checksum differs", Kind.CORRUPT, Step.RESTART),
    TOO_LARGE("a body larger than allowed", Kind.TOO_LARGE, Step.FINISH),
    NOT_FOUND("`404`, `410`", Kind.ABSENT, Step.FINISH),
    FORBIDDEN("`401`, `403` with `AccessDenied`", Kind.FORBIDDEN, Step.FINISH),
    UNEXPLAINED("`403` without a code", Kind.FORBIDDEN, Step.RESUME),
    ARCHIVED("`403` with `InvalidObjectState`", Kind.ARCHIVED, Step.FINISH),
    EXPIRED("`400` or `403` with `ExpiredToken` and the like", Kind.REFUSED, Step.FINISH),
    NO_BUCKET("`404` with `NoSuchBucket`", Kind.REFUSED, Step.FINISH),
    OTHER_CODE("`403` with any other code", Kind.REFUSED, Step.FINISH),
    ENCODED("a body in a `Content-Encoding` that was not requested", Kind.REFUSED, Step.FINISH),
    BUSY("`408`, `429`, `5xx` but `501`, `SlowDown` and the like", Kind.TRANSIENT, Step.RESUME),
    STALE_PART("`416` to a request for the rest", Kind.REFUSED, Step.RESTART),
    REDIRECT("a redirect to another host", Kind.REFUSED, Step.FINISH),
    PROXY_PASSWORD("`407`, from the lake or a proxy", Kind.REFUSED, Step.FINISH),
    OTHER_STATUS("any other status", Kind.REFUSED, Step.FINISH),
    NO_RESPONSE("silence, a broken connection", Kind.TRANSIENT, Step.RESUME),
    PROXY_BUSY("no tunnel: `408`, `429`, `5xx` but `501`", Kind.TRANSIENT, Step.RESUME),
    PROXY_REFUSAL("no tunnel: any other status", Kind.REFUSED, Step.FINISH),
    UNSIGNED("no credentials to sign the request", Kind.REFUSED, Step.FINISH),
    UNTRUSTED("a certificate that is not trusted", Kind.UNREACHABLE, Step.GIVE_UP),
    CLIENT_FAULT("any failure that is not I/O", Kind.UNREACHABLE, Step.GIVE_UP);

    private final String response;
    private final Kind meaning;
    private final Step next;

    Rule(String response, Kind meaning, Step next) {
      this.response = response;
      this.meaning = meaning;
      this.next = next;
    }

    /** The response as the documentation describes it. */
    String response() {
      return response;
    }

    /** The meaning of the response. */
    Kind meaning() {
      return meaning;
    }

    /** The next step, within the limits of the policy. */
    Step next() {
      return next;
    }

    /** The rule for a completed response, or for the failure in its place. */
    static Rule of(
        Request request, @Nullable ResponseHead head, long bytes, @Nullable Throwable failure) {
      if (failure != null) {
        return ofFailure(failure);
      }
      if (head == null) {
        return NO_RESPONSE;
      }
      Rule rule = of(request, head);
      boolean isIncomplete =
          rule == COMPLETE
              && request.wantsBody()
              && (isOtherPart(request, head) || bytes != head.lengthBytes().orElse(bytes));
      return isIncomplete ? INCOMPLETE : rule;
    }

    private static Rule of(Request request, ResponseHead head) {
      if (head.status() == 416 && request.wanted() == Request.Wanted.FIRST_BYTE) {
        return COMPLETE; // The object exists, but is empty.
      }
      if (head.hasBody()) {
        return request.wantsBody() && head.isEncoded() ? ENCODED : COMPLETE;
      }
      String code = head.word().code();
      Rule ofStatus = ofStatus(head.status(), request.fromByte() > 0);
      if (code.isEmpty()) {
        return head.status() == 403 && request.isGet() ? UNEXPLAINED : ofStatus;
      }
      return StoreError.of(code)
          .map(StoreError::rule)
          .orElse(head.status() == 403 ? OTHER_CODE : ofStatus);
    }

    /** The rule for the status of a request for the rest of a body, or for all of it. */
    static Rule ofStatus(int status, boolean isForRest) {
      return switch (status) {
        case 200, 206 -> COMPLETE;
        case 301, 302, 303, 307, 308 -> REDIRECT;
        case 401, 403 -> FORBIDDEN;
        case 404, 410 -> NOT_FOUND;
        case 407 -> PROXY_PASSWORD;
        case 416 -> isForRest ? STALE_PART : OTHER_STATUS;
        default -> isBusy(status) ? BUSY : OTHER_STATUS;
      };
    }

    private static Rule ofFailure(Throwable failure) {
      if (failure instanceof LakeForbidden) {
        return UNSIGNED;
      }
      if (Throwables.getCausalChain(failure).stream()
          .anyMatch(CertificateException.class::isInstance)) {
        return UNTRUSTED;
      }
      if (failure instanceof TunnelRefused refused) {
        return ofProxy(refused.status());
      }
      // Any other failed handshake may have been interrupted: the JDK does not distinguish.
      return failure instanceof IOException ? NO_RESPONSE : CLIENT_FAULT;
    }

    /** The status is the proxy's, and says nothing about the lake. */
    private static Rule ofProxy(int status) {
      if (status == 407) {
        return PROXY_PASSWORD;
      }
      return isBusy(status) ? PROXY_BUSY : PROXY_REFUSAL;
    }

    private static boolean isBusy(int status) {
      return status == 408 || status == 429 || (status >= 500 && status != 501);
    }

    /** Whether the received part does not start where requested. */
    static boolean isOtherPart(Request request, ResponseHead head) {
      return head.status() == 206 && head.firstByte() != request.fromByte();
    }
  }

  /**
   * The decision after an attempt.
   *
   * @param step the next step
   * @param pause how long to wait before the request is sent again; zero if it is not
   * @param isOutOfTime whether it is given up because the wait would end after the deadline, or is
   *     longer than allowed, although attempts are left
   */
  public record Decision(Step step, Duration pause, boolean isOutOfTime) {

    /** Whether the request is sent again. */
    public boolean isRetry() {
      return step == Step.RESUME || step == Step.RESTART;
    }

    private static Decision end(Step step) {
      return new Decision(step, Duration.ZERO, false);
    }
  }

  /** How often a missing object is requested again before it is believed. */
  public static final int DOUBTS = 2;

  private static final int PAUSE_TIMES_FIRST_BACK_OFF = 10;

  /** A mirror is asked again less often if there is another one. */
  private static final int MOST_RETRIES_BEFORE_ANOTHER = 3;

  /**
   * A refusal without a reason comes from a firewall, and may be temporary, but is not a matter of
   * load.
   */
  private static final int MOST_RETRIES_UNEXPLAINED = 3;

  private static final int MOST_HEDGES = 3;
  private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(750);
  private static final int USUAL_TIMES_PATIENCE = 8;

  /** How many others must have been answered before a request counts as a laggard. */
  private static final int ANSWERS_TO_OTHERS = 8;

  private final int retries;
  private final BackOff backOff;

  /**
   * Creates a policy.
   *
   * @param retries how often one request is sent again; 0 for never
   * @param backOff how long to wait before
   */
  RetryPolicy(int retries, BackOff backOff) {
    this.retries = retries;
    this.backOff = backOff;
  }

  /** The policy for these options. */
  public static RetryPolicy of(LakeOptions options) {
    return new RetryPolicy(
        options.retries(),
        new BackOff(
            options.firstBackOff(),
            options.longestBackOff(),
            () -> ThreadLocalRandom.current().nextDouble()));
  }

  /**
   * How long to wait before a missing object is requested again, past the caches on the way.
   *
   * @param doubts how often that was done already
   */
  public Duration pauseOfDoubt(int doubts) {
    return doubts == 0 ? Duration.ZERO : backOff.first().multipliedBy(PAUSE_TIMES_FIRST_BACK_OFF);
  }

  /**
   * Decides about a single question.
   *
   * @param attempts how many were made so far
   * @param leftNanos the time until the deadline
   */
  public Decision forQuestion(ResponseOutcome outcome, int attempts, long leftNanos) {
    Step step = outcome.rule().next();
    if (!isSentAgain(step)) {
      return Decision.end(step);
    }
    if (attempts > most(outcome)) {
      return Decision.end(Step.GIVE_UP);
    }
    Optional<Duration> wait = backOff.before(attempts, outcome.retryAfter());
    return wait.isPresent() && wait.get().toNanos() < leftNanos
        ? new Decision(step, wait.get(), false)
        : new Decision(Step.GIVE_UP, Duration.ZERO, true);
  }

  /**
   * Decides about one object of a stream. Takes one retry from the budget if the request is sent
   * again.
   *
   * @param attempts how many were made so far at this mirror
   * @param hasAnother whether another mirror can be asked instead
   * @param budget the retries that the stream has left for this mirror
   */
  public Decision forStream(
      ResponseOutcome outcome, int attempts, boolean hasAnother, RetryBudget budget) {
    Step step = outcome.rule().next();
    if (!isSentAgain(step)) {
      return Decision.end(step);
    }
    int most = hasAnother ? Math.min(retries, MOST_RETRIES_BEFORE_ANOTHER) : most(outcome);
    Optional<Duration> wait = backOff.before(attempts, outcome.retryAfter());
    return attempts <= most && wait.isPresent() && budget.take()
        ? new Decision(step, wait.get(), false)
        : Decision.end(Step.GIVE_UP);
  }

  private int most(ResponseOutcome outcome) {
    return outcome.rule() == Rule.UNEXPLAINED
        ? Math.min(retries, MOST_RETRIES_UNEXPLAINED)
        : retries;
  }

  private static boolean isSentAgain(Step step) {
    return step == Step.RESUME || step == Step.RESTART;
  }

  /**
   * Decides whether a slow request is sent a second time (hedging): it is late, and requests that
   * were sent with it or after it have been answered.
   *
   * @param silentNanos how long it has no response
   * @param hedges how often it was already sent again for this reason; each time doubles the
   *     patience
   * @param answersBefore how many responses the server had begun when the request was sent
   */
  public boolean hedges(
      long silentNanos, int hedges, long answersBefore, ConcurrencyLimiter limiter) {
    return hedges < MOST_HEDGES
        && silentNanos >= LEAST_PATIENCE_NANOS << hedges
        && silentNanos >= patienceNanos(limiter) << hedges
        && limiter.answers() - answersBefore >= ANSWERS_TO_OTHERS;
  }

  /** How long a request may be without a response before it can be hedged. */
  public long patienceNanos(ConcurrencyLimiter limiter) {
    return Math.max(LEAST_PATIENCE_NANOS, (long) (USUAL_TIMES_PATIENCE * limiter.usualNanos()));
  }
}
