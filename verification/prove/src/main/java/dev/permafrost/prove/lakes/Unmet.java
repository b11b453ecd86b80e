package dev.permafrost.prove.lakes;

/** A scenario did not end in the answer that is expected of it. */
final class Unmet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Unmet(String what) {
    super(what);
  }
}
