package dev.permafrost.ports.artifact;

/**
 * The form of a ledger pack: the content of its app data (docs/pack-format.md, "App data"). The
 * container's version number is the same in all forms. A pack of a form other than {@link #CURRENT}
 * is valid and stays as it is. Equal ledgers give equal bytes only within one form.
 */
public enum PackForm {
  /** Written today: five bytes, a version and the first sequence, with a checksum. */
  CURRENT("current"),
  /**
   * Written by earlier versions: four bytes, only the first sequence, with or without a checksum.
   */
  SEQUENCE_ONLY("older, app data of 4 bytes"),
  /**
   * Written by an unmerged branch of the reference implementation: forty-two bytes with a digest.
   */
  WITH_DIGEST("newer, app data of 42 bytes");

  private final String text;

  PackForm(String text) {
    this.text = text;
  }

  /** A short description for messages. */
  public String text() {
    return text;
  }
}
