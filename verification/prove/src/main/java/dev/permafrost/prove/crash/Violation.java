package dev.permafrost.prove.crash;

/**
 * A promise that was broken.
 *
 * @param invariant the name of the invariant
 * @param detail what was found
 */
public record Violation(String invariant, String detail) {
  @Override
  public String toString() {
    return invariant + ": " + detail;
  }
}
