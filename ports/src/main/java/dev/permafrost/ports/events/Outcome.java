package dev.permafrost.ports.events;

/** How an attempt ended. */
public enum Outcome {
  /** It did what it was asked for. */
  DONE,
  /** There was nothing to do. */
  NOTHING_TO_DO,
  /** It failed; it may be tried again once the cause is gone. */
  FAILED,
  /** It was cancelled; nothing that was acknowledged is lost. */
  CANCELLED
}
