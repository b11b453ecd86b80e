package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/** Thrown if an artifact's file is damaged, or is not the one that its name says. */
public final class CorruptArtifact extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** The kind of damage. */
  public enum Damage {
    /** The file does not begin or end with the bytes that its format requires. */
    MAGIC,
    /** The version of the format is unknown. */
    VERSION,
    /** A checksum does not match. */
    CHECKSUM,
    /** The file is too small, or its parts do not fit into it. */
    SIZE,
    /** Any other damage. */
    CORRUPT,
    /** The file is intact, but is not what its name says. */
    OTHER
  }

  private final String path;
  private final String check;
  private final String expected;
  private final String found;
  private final Damage damage;

  /**
   * Creates the failure.
   *
   * @param path the file
   * @param check the check that failed
   * @param expected what it expects
   * @param found what it found
   * @param damage the class of damage
   * @param cause the exception that was translated, or null
   */
  public CorruptArtifact(
      String path,
      String check,
      String expected,
      String found,
      Damage damage,
      @Nullable Throwable cause) {
    super(
        "corrupt artifact " + path + ": " + check + ": expected " + expected + ", found " + found,
        cause,
        Remedy.REPLACE_DATA);
    this.path = path;
    this.check = check;
    this.expected = expected;
    this.found = found;
    this.damage = damage;
  }

  /** The file. */
  public String path() {
    return path;
  }

  /** The check that failed. */
  public String check() {
    return check;
  }

  /** What it expects. */
  public String expected() {
    return expected;
  }

  /** What it found. */
  public String found() {
    return found;
  }

  /** The class of damage. */
  public Damage damage() {
    return damage;
  }
}
