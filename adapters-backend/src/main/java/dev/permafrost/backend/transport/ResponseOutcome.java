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
 * @param status the HTTP status, 0 if there is none
 * @param reason in words, without secrets
 * @param retryAfter how long the server asks to wait, if it does
 * @param cause the exception, or null
 * @param advice what the reader can do about it, from the store's code; may be empty
 */
public record ResponseOutcome(
    Rule rule,
    int status,
    String reason,
    Optional<Duration> retryAfter,
    @Nullable Throwable cause,
    String advice) {

  /** Creates an outcome without advice. */
  ResponseOutcome(
      Rule rule,
      int status,
      String reason,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    this(rule, status, reason, retryAfter, cause, "");
  }

  /** What a response means. */
  public enum Kind {
    /** The object exists, and is complete as far as requested. */
    PRESENT,
    /** The object does not exist. */
    ABSENT,
    /** Credentials are required, or would not help. */
    FORBIDDEN,
    /** The object exists, but is archived and must be restored before it can be read. */
    ARCHIVED,
    /** The server rejects the request as invalid, or redirects to another host. */
    REFUSED,
    /** A temporary failure. */
    TRANSIENT,
    /** The server cannot be reached, and another attempt would not change that. */
    UNREACHABLE,
    /** The object is complete, but not what the server states; it may be requested again. */
    CORRUPT,
    /** The body exceeds the maximum size. */
    TOO_LARGE
  }

  private static final String PASSWORD = "the proxy asks for a password, which is not supported";

  private static final long LONGEST_SECONDS = 1_000_000_000L;

  static ResponseOutcome tooLarge(long mostBytes) {
    return of(Rule.TOO_LARGE, 0, "it has more than " + mostBytes + " bytes", null);
  }

  /** A complete body that is not what the server states. */
  public static ResponseOutcome corrupt(int status, String reason) {
    return of(Rule.WRONG_CHECKSUM, status, reason, null);
  }

  /** A request that was given up without a response. */
  static ResponseOutcome noResponse(String reason) {
    return of(Rule.NO_RESPONSE, 0, reason, null);
  }

  /** The outcome of a completed response. */
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
        null,
        StoreError.of(head.word().code()).map(StoreError::advice).orElse(""));
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
      case ENCODED ->
          "it comes in the Content-Encoding '"
              + printable(head.encoding())
              + "', which was not asked for: something on the way changes the objects";
      case PROXY_PASSWORD -> PASSWORD;
      case REDIRECT -> head.word().code().isEmpty() ? redirect(head) : coded(head);
      default -> head.word().code().isEmpty() ? uncoded(rule, head) : coded(head);
    };
  }

  /** The text for a store's code: the code, its meaning, and where the bucket is. */
  private static String coded(ResponseHead head) {
    StoreWord word = head.word();
    Optional<StoreError> known = StoreError.of(word.code());
    String words = known.map(StoreError::words).orElse("");
    return word.code()
        + (words.isEmpty() ? "" : ": " + words)
        + known.map(it -> more(it, head)).orElse("");
  }

  /** Where the bucket is, or the store's time. */
  private static String more(StoreError error, ResponseHead head) {
    if (error == StoreError.OTHER_REGION && !head.word().region().isEmpty()) {
      return ": " + head.word().region();
    }
    return error == StoreError.WRONG_CLOCK && !head.date().isEmpty()
        ? "; the store's says " + printable(head.date())
        : "";
  }

  private static String uncoded(Rule rule, ResponseHead head) {
    String title = head.word().title();
    String page = title.isEmpty() ? "" : "a page says '" + title + "'";
    if (rule == Rule.UNEXPLAINED) {
      return "no code of a store" + (page.isEmpty() ? "" : ", and " + page);
    }
    // The failure reports the status of a refusal.
    return rule == Rule.FORBIDDEN ? page : "status " + head.status();
  }

  private static String printable(String header) {
    String text = header.replaceAll("[^\\x20-\\x7E]", "?");
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private static String reasonOf(Rule rule, Throwable failure) {
    return switch (rule) {
      case UNSIGNED -> ((LakeForbidden) failure).detail();
      case UNTRUSTED -> "the server's certificate is not trusted: " + describe(failure);
      case PROXY_PASSWORD -> PASSWORD;
      default -> describe(failure);
    };
  }

  /** The meaning of the response. */
  public Kind kind() {
    return rule.meaning();
  }

  /** Whether a store denies access with 403, which it may also do for missing objects. */
  public boolean isDenied() {
    return rule == Rule.FORBIDDEN && status == 403;
  }

  /** The same, but a refusal without a reason is final: nothing was read this way before. */
  public ResponseOutcome asFinal() {
    return rule == Rule.UNEXPLAINED
        ? new ResponseOutcome(Rule.FORBIDDEN, status, reason, retryAfter, cause, advice)
        : this;
  }

  /**
   * The same, but as a temporary refusal: it cannot be meant for an object that was readable a
   * moment ago.
   */
  public ResponseOutcome asPassing() {
    return new ResponseOutcome(Rule.UNEXPLAINED, status, reason, retryAfter, cause, advice);
  }

  /**
   * The failure for a response that is neither present nor absent.
   *
   * @param attempts how many were made, for the message if more could have helped
   */
  public StorageFailure failure(String location, int attempts) {
    return switch (kind()) {
      case FORBIDDEN, REFUSED, ARCHIVED ->
          new LakeForbidden(
              location, status, rule == Rule.UNEXPLAINED ? gaveUp(attempts) : reason, advice);
      case TOO_LARGE -> new LakeDamage(location, reason, null);
      case CORRUPT -> new LakeDamage(location, gaveUp(attempts), null);
      case TRANSIENT -> new BackendUnreachable(location, gaveUp(attempts), cause);
      case PRESENT, ABSENT, UNREACHABLE -> new BackendUnreachable(location, reason, cause);
    };
  }

  /** Why the request is not sent again, in words. */
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
        ? "the object is elsewhere, and its location is not stated (another region?)"
        : "it is redirected to "
            + Locations.withoutSecrets(head.location())
            + ", and only the same scheme, host and port are followed";
  }

  /** Retry-After: seconds, or a date, of which only the difference to the Date header is used. */
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
