package dev.permafrost.backend;

/** How many requests of one stream may still be repeated. One thread. */
final class RetryBudget {

  private int left;

  RetryBudget(int retries) {
    this.left = retries;
  }

  /** Takes one, if there is one left. */
  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
