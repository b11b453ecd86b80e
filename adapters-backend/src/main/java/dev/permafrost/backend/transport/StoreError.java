package dev.permafrost.backend.transport;

import com.google.common.collect.ImmutableList;
import dev.permafrost.backend.transport.RetryPolicy.Rule;
import java.util.List;
import java.util.Optional;

/**
 * The table of the error codes of object stores: what each means, its row in {@link Rule}, and what
 * the operator can do. {@code docs/lake-client.md} shows the same table. The codes are those of
 * Amazon's S3, which most stores speak, and of Azure's blobs.
 */
enum StoreError {
  DENIED(
      Rule.FORBIDDEN,
      "",
      "use credentials that may read it, or ask for the right to read",
      "AccessDenied"),
  ARCHIVED(
      Rule.ARCHIVED,
      "archived in the store: restore it",
      "restore the object in the store, wait until it is there, and run the same command again",
      "InvalidObjectState",
      "BlobArchived"),
  MISSING_KEY(Rule.NOT_FOUND, "", "", "NoSuchKey", "BlobNotFound", "ResourceNotFound"),
  NO_BUCKET(
      Rule.NO_BUCKET,
      "there is no such bucket",
      "check the bucket's name in the address",
      "NoSuchBucket",
      "ContainerNotFound"),
  EXPIRED(
      Rule.EXPIRED,
      "the credentials have expired, and no others were found",
      "renew the credentials, and run the same command again",
      "ExpiredToken",
      "TokenRefreshRequired",
      "InvalidToken"),
  UNKNOWN_KEY(
      Rule.EXPIRED,
      "the store does not know the access key",
      "check the credentials, and that they are of this store",
      "InvalidAccessKeyId"),
  WRONG_SIGNATURE(
      Rule.OTHER_CODE,
      "the secret is not the access key's, or the request was changed on its way",
      "check the secret, and proxies that rewrite requests",
      "SignatureDoesNotMatch",
      "AuthenticationFailed"),
  WRONG_CLOCK(
      Rule.OTHER_CODE,
      "the clocks of this machine and of the store differ by more than it allows",
      "set the clock of this machine",
      "RequestTimeTooSkewed"),
  OTHER_REGION(
      Rule.OTHER_CODE,
      "the bucket is in another region",
      "name the bucket's region in the address: region=REGION",
      "PermanentRedirect",
      "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException"),
  CLOSED_ACCOUNT(
      Rule.OTHER_CODE,
      "the store has closed the account or the bucket",
      "ask the owner of the bucket",
      "AccountProblem",
      "AllAccessDisabled",
      "UserSuspended",
      "NotSignedUp"),
  PAYER(
      Rule.OTHER_CODE,
      "the store wants the reader to pay",
      "if you agree, add --lake-header 'x-amz-request-payer: requester'",
      "AccessDeniedRequesterPays",
      "UserProjectMissing"),
  PASSING(
      Rule.BUSY,
      "",
      "",
      "SlowDown",
      "InternalError",
      "ServiceUnavailable",
      "RequestTimeout",
      "OperationAborted",
      "TooManyRequests",
      "RequestLimitExceeded",
      "Throttling",
      "ThrottlingException",
      "ServerBusy",
      "OperationTimedOut");

  private final Rule rule;
  private final String words;
  private final String advice;
  private final ImmutableList<String> codes;

  StoreError(Rule rule, String words, String advice, String... codes) {
    this.rule = rule;
    this.words = words;
    this.advice = advice;
    this.codes = ImmutableList.copyOf(codes);
  }

  /** The row with the next step. */
  Rule rule() {
    return rule;
  }

  /** The codes. */
  List<String> codes() {
    return codes;
  }

  /** Their meaning, beyond the row; may be empty. */
  String words() {
    return words;
  }

  /** What the operator can do; may be empty. */
  String advice() {
    return advice;
  }

  /** The entry for a code. */
  static Optional<StoreError> of(String code) {
    for (StoreError error : values()) {
      if (error.codes.contains(code)) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }
}
