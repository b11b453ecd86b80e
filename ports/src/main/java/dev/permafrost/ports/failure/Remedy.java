package dev.permafrost.ports.failure;

/** What can resolve a failure. */
public enum Remedy {
  /** The bytes are damaged; they must be fetched or derived again. */
  REPLACE_DATA,
  /** The request was wrong; it must be changed. */
  CHANGE_REQUEST,
  /** A restart or a later try may help. */
  TRY_LATER,
  /** An operator must act first. */
  OPERATOR,
  /** Nothing is wrong: the work was stopped on request. */
  NONE
}
