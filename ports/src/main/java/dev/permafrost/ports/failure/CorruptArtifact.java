package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/** An artifact's file is damaged, or is not the one its name says. */
public final class CorruptArtifact extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** The class of damage. */
  public enum Damage {
    /** It does not begin or end as its format does. */
    MAGIC,
    /** A version of the format that is not known. */
    VERSION,
    /** A checksum does not match. */
    CHECKSUM,
    /** The file is too small, or its parts do not fit into it. */
    SIZE,
    /** Any other damage. */
    CORRUPT,
    /** A sound file that is not what its name says. */
    OTHER
  }

  private final String path;
  private final String check;
  private final String expected;
  private final String found;
  private final Damage damage;

  /**
   * Makes one of its facts.
   *
   * @param path the file
   * @param check the check that failed
   * @param expected what it expects
   * @param found what it found
   * @param damage the class of damage
   * @param cause what it was translated from, if anything
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
