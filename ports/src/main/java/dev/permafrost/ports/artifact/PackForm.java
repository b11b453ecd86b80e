package dev.permafrost.ports.artifact;

/**
 * The form of a ledger pack: what its app data holds (docs/pack-format.md, "App data"). The version
 * number of the container is the same in all of them. A pack of another form than {@link #CURRENT}
 * is sound and stays as it is; equal ledgers give equal bytes within one form only.
 */
public enum PackForm {
  /** Five bytes, a version and the first sequence, with a checksum: what is written. */
  CURRENT("current"),
  /** Four bytes, the first sequence alone, with or without a checksum: what was written before. */
  SEQUENCE_ONLY("older, app data of 4 bytes"),
  /** Forty-two bytes with a digest, of a branch of the reference that is not merged. */
  WITH_DIGEST("newer, app data of 42 bytes");

  private final String text;

  PackForm(String text) {
    this.text = text;
  }

  /** Its name for people, in a few words. */
  public String text() {
    return text;
  }
}
