package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if an object of the lake is damaged: its frame, its bounds, a ledger in it, or an
 * unreadable manifest or listing. Also if it is intact but not the object that its name says.
 */
public final class LakeDamage extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the object. */
  public enum Kind {
    /** Its bytes are damaged. */
    BYTES,
    /** Its bytes are intact, but do not belong under its name. */
    CONTENT
  }

  private final String location;
  private final String damage;
  private final Kind kind;

  /**
   * Creates the failure for damaged bytes.
   *
   * @param location the object's name, without secrets
   * @param damage the check, what was found, what was expected
   * @param cause the exception that was translated, or null
   */
  public LakeDamage(String location, String damage, @Nullable Throwable cause) {
    this(location, damage, Kind.BYTES, cause);
  }

  /**
   * Creates the failure.
   *
   * @param location the object's name, without secrets
   * @param damage the check, what was found, what was expected
   * @param kind what is wrong with it
   * @param cause the exception that was translated, or null
   */
  public LakeDamage(String location, String damage, Kind kind, @Nullable Throwable cause) {
    super("damaged lake object " + location + ": " + damage, cause, Remedy.REPLACE_DATA);
    this.location = location;
    this.damage = damage;
    this.kind = kind;
  }

  /** The object's name, without secrets. */
  public String location() {
    return location;
  }

  /** The check, what was found, what was expected. */
  public String damage() {
    return damage;
  }

  /** What is wrong with it. */
  public Kind kind() {
    return kind;
  }
}
