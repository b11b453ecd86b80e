package dev.permafrost.backend;

/** How many requests of one stream may still be repeated. One thread. */
final class RetryBudget {

  private final int retries;
  private int left;

  RetryBudget(int retries) {
    this.retries = retries;
    this.left = retries;
  }

  /** Begins anew, where what the budget is for begins anew. */
  void renew() {
    left = retries;
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
