package dev.permafrost.backend.transport;

/** How many requests of one stream may still be repeated. Not thread-safe. */
public final class RetryBudget {

  private final int retries;
  private int left;

  public RetryBudget(int retries) {
    this.retries = retries;
    this.left = retries;
  }

  /** Restores the whole budget, for the next unit of work. */
  public void renew() {
    left = retries;
  }

  /** Takes one retry, if any is left. */
  public boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
