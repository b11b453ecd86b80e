package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/**
 * An object of the lake is damaged: its frame, its bounds, a ledger in it, or a manifest or listing
 * that cannot be read.
 */
public final class LakeDamage extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String damage;

  /**
   * Makes one of its facts.
   *
   * @param location the object's name, without secrets
   * @param damage the check, what was found, what was expected
   * @param cause what it was translated from, if anything
   */
  public LakeDamage(String location, String damage, @Nullable Throwable cause) {
    super("damaged lake object " + location + ": " + damage, cause, Remedy.REPLACE_DATA);
    this.location = location;
    this.damage = damage;
  }

  /** The object's name, without secrets. */
  public String location() {
    return location;
  }

  /** The check, what was found, what was expected. */
  public String damage() {
    return damage;
  }
}
