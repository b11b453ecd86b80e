package dev.permafrost.ports.events;

/** How an attempt ended. */
public enum Outcome {
  /** It succeeded. */
  DONE,
  /** There was nothing to do. */
  NOTHING_TO_DO,
  /** It failed; it can be tried again once the cause is gone. */
  FAILED,
  /** It was cancelled; no acknowledged ledger is lost. */
  CANCELLED
}
