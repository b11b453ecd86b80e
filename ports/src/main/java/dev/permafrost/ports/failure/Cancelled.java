package dev.permafrost.ports.failure;

/** The work was stopped on request. Nothing that was acknowledged is lost. */
public final class Cancelled extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** Makes one. */
  public Cancelled() {
    super("cancelled", null, Remedy.NONE);
  }
}
