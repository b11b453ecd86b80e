package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.Locations;
import dev.permafrost.backend.transport.RetryPolicy.Rule;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.StorageFailure;
import java.net.SocketTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one request.
 *
 * @param rule what it means and what is done next
 * @param status the HTTP status, 0 if none came
 * @param reason in words, without secrets
 * @param retryAfter how long the server asks to be left alone, if it does
 * @param cause what it was concluded from, if anything
 */
public record ResponseOutcome(
    Rule rule,
    int status,
    String reason,
    Optional<Duration> retryAfter,
    @Nullable Throwable cause) {

  /** What a response means. */
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
    return of(Rule.TOO_LARGE, 0, "it has more than " + mostBytes + " bytes", null);
  }

  /** A whole body that is not what the server says it is. */
  public static ResponseOutcome corrupt(int status, String reason) {
    return of(Rule.WRONG_CHECKSUM, status, reason, null);
  }

  /** A request that was given up for want of a response. */
  static ResponseOutcome noResponse(String reason) {
    return of(Rule.NO_RESPONSE, 0, reason, null);
  }

  /** The outcome of a response that is over. */
  static ResponseOutcome of(
      Request request, @Nullable ResponseHead head, long bytes, @Nullable Throwable failure) {
    Rule rule = Rule.of(request, head, bytes, failure);
    if (failure != null) {
      return of(rule, 0, reasonOf(rule, failure), failure);
    }
    if (head == null) {
      return of(rule, 0, "no answer", null);
    }
    boolean isOfBody = rule == Rule.INCOMPLETE;
    return new ResponseOutcome(
        rule,
        isOfBody ? 0 : head.status(),
        reasonOf(rule, request, head, bytes),
        rule == Rule.BUSY ? retryAfter(head) : Optional.empty(),
        null);
  }

  private static String reasonOf(Rule rule, Request request, ResponseHead head, long bytes) {
    return switch (rule) {
      case COMPLETE -> "";
      case INCOMPLETE ->
          Rule.isOtherPart(request, head)
              ? "another part came than was asked for"
              : "the body has "
                  + bytes
                  + " bytes, its Content-Length is "
                  + head.lengthBytes().orElse(bytes);
      case FORBIDDEN -> head.errorCode();
      case PROXY_PASSWORD -> PASSWORD;
      case REDIRECT -> redirect(head);
      default -> "status " + head.status();
    };
  }

  private static String reasonOf(Rule rule, Throwable failure) {
    return switch (rule) {
      case UNSIGNED -> ((LakeForbidden) failure).detail();
      case UNTRUSTED -> "the server's certificate is not trusted: " + describe(failure);
      case PROXY_PASSWORD -> PASSWORD;
      default -> describe(failure);
    };
  }

  /** What the response means. */
  public Kind kind() {
    return rule.meaning();
  }

  /**
   * Whether the response says that something is not there.
   *
   * @param hasBeenRead whether anything could be read at the same place: a store that does not let
   *     its readers list says 403 of what is missing
   */
  public boolean isAbsent(boolean hasBeenRead) {
    return kind() == Kind.ABSENT || (kind() == Kind.FORBIDDEN && status == 403 && hasBeenRead);
  }

  /**
   * The failure that a response means which is neither there nor absent.
   *
   * @param attempts how many were made, for the message where more could have helped
   */
  public StorageFailure failure(String location, int attempts) {
    return switch (kind()) {
      case FORBIDDEN, REFUSED -> new LakeForbidden(location, status, reason);
      case TOO_LARGE -> new LakeDamage(location, reason, null);
      case CORRUPT -> new LakeDamage(location, gaveUp(attempts), null);
      case TRANSIENT -> new BackendUnreachable(location, gaveUp(attempts), cause);
      case PRESENT, ABSENT, UNREACHABLE -> new BackendUnreachable(location, reason, cause);
    };
  }

  /** Why the request is not sent again any more, in words. */
  String gaveUp(int attempts) {
    String asked =
        retryAfter.map(wait -> ", to be left alone for " + wait.toSeconds() + " s").orElse("");
    return reason + asked + "; given up after attempt " + attempts;
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
      Rule rule, int status, String reason, @Nullable Throwable cause) {
    return new ResponseOutcome(rule, status, reason, Optional.empty(), cause);
  }
}
