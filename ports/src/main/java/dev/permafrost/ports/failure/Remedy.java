package dev.permafrost.ports.failure;

/** Who can help against a failure. */
public enum Remedy {
  /** The bytes are damaged; they must be fetched or derived again. */
  REPLACE_DATA,
  /** The request was wrong; another one is needed. */
  CHANGE_REQUEST,
  /** A restart or a later try may help. */
  TRY_LATER,
  /** An operator must act first. */
  OPERATOR,
  /** Nothing is wrong: it was stopped on request. */
  NONE
}
