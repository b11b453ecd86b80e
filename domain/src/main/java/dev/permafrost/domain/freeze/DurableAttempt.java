package dev.permafrost.domain.freeze;

/**
 * Step 3 of the write protocol is done: every file of the attempt is durable and reachable. Only
 * this can be flipped, all its kinds at once.
 */
final class DurableAttempt {

  private final MarkedAttempt attempt;
  private final OpenArtifacts files;

  DurableAttempt(MarkedAttempt attempt, OpenArtifacts files) {
    this.attempt = attempt;
    this.files = files;
  }

  /** Step 4: {@code freezing} becomes {@code frozen}, in one batch. */
  void flip() {
    files.flipBegins();
    attempt.catalog().flipFrozen(attempt.chunk(), attempt.which());
  }
}
