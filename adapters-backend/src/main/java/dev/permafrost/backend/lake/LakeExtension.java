package dev.permafrost.backend.lake;

/** How the names of a lake's objects end. */
public enum LakeExtension {
  /** As the standard says. */
  ZST(".xdr.zst"),
  /** As older lakes have it. */
  ZSTD(".xdr.zstd");

  private final String suffix;

  LakeExtension(String suffix) {
    this.suffix = suffix;
  }

  /** The end of the name, with its dots. */
  public String suffix() {
    return suffix;
  }
}
