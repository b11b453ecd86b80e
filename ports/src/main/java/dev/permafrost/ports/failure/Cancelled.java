package dev.permafrost.ports.failure;

/** Thrown if the work was stopped on request. No acknowledged ledger is lost. */
public final class Cancelled extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** Makes one. */
  public Cancelled() {
    super("cancelled", null, Remedy.NONE);
  }
}
