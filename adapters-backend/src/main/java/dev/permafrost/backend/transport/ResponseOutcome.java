package dev.permafrost.backend.transport;

import com.google.common.base.Throwables;
import dev.permafrost.backend.access.Locations;
import dev.permafrost.ports.failure.LakeForbidden;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one request.
 *
 * @param kind what a caller decides by
 * @param status the HTTP status, 0 if none came
 * @param reason in words, without secrets
 * @param retryAfter how long the server asks to be left alone, if it does
 * @param cause what it was concluded from, if anything
 */
public record ResponseOutcome(
    Kind kind,
    int status,
    String reason,
    Optional<Duration> retryAfter,
    @Nullable Throwable cause) {

  /** What a caller decides by. */
  public enum Kind {
    /** It is there, and complete as far as it was asked for. */
    PRESENT,
    /** It is not there. */
    ABSENT,
    /** Credentials are asked for, or would not help. */
    FORBIDDEN,
    /** The request is wrong in the server's eyes, or is sent to another host. */
    REFUSED,
    /** A failure that may pass. */
    TRANSIENT,
    /** There is no way to the server, and another attempt will not find one. */
    UNREACHABLE,
    /** All of it came, and it is not what the server says it is; may be asked for again. */
    CORRUPT,
    /** The body is larger than it may be. */
    TOO_LARGE
  }

  private static final String PASSWORD = "the proxy asks for a password, which is not supported";

  private static final long LONGEST_SECONDS = 1_000_000_000L;

  static ResponseOutcome tooLarge(long mostBytes) {
    return of(Kind.TOO_LARGE, 0, "it has more than " + mostBytes + " bytes", null);
  }

  /** A whole body that is not what the server says it is. */
  public static ResponseOutcome corrupt(int status, String reason) {
    return of(Kind.CORRUPT, status, reason, null);
  }

  static ResponseOutcome transientFailure(String reason, @Nullable Throwable cause) {
    return of(Kind.TRANSIENT, 0, reason, cause);
  }

  /** The outcome on an answer that is over. */
  static ResponseOutcome of(
      Request request, @Nullable ResponseHead head, long bytes, @Nullable Throwable failure) {
    if (failure != null) {
      return ofFailure(failure);
    }
    if (head == null) {
      return transientFailure("no answer", null);
    }
    int status = head.status();
    if (status == 200 || status == 206) {
      return ofBody(request, head, bytes);
    }
    if (status == 404 || status == 410) {
      return of(Kind.ABSENT, status, "status " + status, null);
    }
    if (status == 401 || status == 403) {
      return of(Kind.FORBIDDEN, status, head.errorCode(), null);
    }
    if (status == 407) {
      return of(Kind.REFUSED, status, PASSWORD, null);
    }
    if (mayPass(status)) {
      return new ResponseOutcome(
          Kind.TRANSIENT, status, "status " + status, retryAfter(head), null);
    }
    if (head.isRedirect()) {
      return of(Kind.REFUSED, status, redirect(head), null);
    }
    return of(Kind.REFUSED, status, "status " + status, null);
  }

  /** The status is the proxy's, so it is not told as the lake's. */
  private static ResponseOutcome ofProxy(TunnelRefused refused) {
    if (refused.status() == 407) {
      return of(Kind.REFUSED, 0, PASSWORD, refused);
    }
    Kind kind = mayPass(refused.status()) ? Kind.TRANSIENT : Kind.REFUSED;
    return of(kind, 0, describe(refused), refused);
  }

  private static boolean mayPass(int status) {
    return status == 408 || status == 429 || (status >= 500 && status != 501);
  }

  private static ResponseOutcome ofBody(Request request, ResponseHead head, long bytes) {
    if (!request.wantsBody()) {
      return of(Kind.PRESENT, head.status(), "", null);
    }
    if (head.status() == 206 && head.firstByte() != request.fromByte()) {
      return transientFailure("another part came than was asked for", null);
    }
    long expected = head.lengthBytes().orElse(bytes);
    if (bytes != expected) {
      return transientFailure(
          "the body has " + bytes + " bytes, its Content-Length is " + expected, null);
    }
    return of(Kind.PRESENT, head.status(), "", null);
  }

  private static ResponseOutcome ofFailure(Throwable failure) {
    if (failure instanceof LakeForbidden unsigned) {
      return of(Kind.REFUSED, 0, unsigned.detail(), unsigned);
    }
    String reason = describe(failure);
    if (Throwables.getCausalChain(failure).stream()
        .anyMatch(CertificateException.class::isInstance)) {
      return of(Kind.UNREACHABLE, 0, "the server's certificate is not trusted: " + reason, failure);
    }
    if (failure instanceof TunnelRefused refused) {
      return ofProxy(refused);
    }
    // Any other handshake that fails may have been cut: the JDK does not tell that apart.
    boolean mayPass = failure instanceof IOException;
    return of(mayPass ? Kind.TRANSIENT : Kind.UNREACHABLE, 0, reason, failure);
  }

  private static String describe(Throwable failure) {
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static String redirect(ResponseHead head) {
    return head.location().isEmpty()
        ? "it is somewhere else, and not said where (another region?)"
        : "it is sent to "
            + Locations.withoutSecrets(head.location())
            + ", and only the same scheme, host and port are followed";
  }

  /** Retry-After: seconds, or a date, of which only the distance to the Date header is used. */
  private static Optional<Duration> retryAfter(ResponseHead head) {
    String value = head.retryAfter().strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long seconds = value.length() > 9 ? LONGEST_SECONDS : Long.parseLong(value);
      return Optional.of(Duration.ofSeconds(seconds));
    }
    try {
      Duration distance = Duration.between(httpDate(head.date()), httpDate(value));
      return distance.isNegative() ? Optional.empty() : Optional.of(distance);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZonedDateTime httpDate(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private static ResponseOutcome of(
      Kind kind, int status, String reason, @Nullable Throwable cause) {
    return new ResponseOutcome(kind, status, reason, Optional.empty(), cause);
  }
}
