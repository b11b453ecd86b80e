package dev.permafrost.backend.lake;

/** The extension of the names of a lake's objects. */
public enum LakeExtension {
  /** As in the standard. */
  ZST(".xdr.zst"),
  /** As in older lakes. */
  ZSTD(".xdr.zstd");

  private final String suffix;

  LakeExtension(String suffix) {
    this.suffix = suffix;
  }

  /** The extension, with its dots. */
  public String suffix() {
    return suffix;
  }
}
