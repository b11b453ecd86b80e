package dev.permafrost.backend;

/** How the names of a lake's objects end. */
enum LakeExtension {
  /** As the standard says. */
  ZST(".xdr.zst"),
  /** As older lakes have it. */
  ZSTD(".xdr.zstd");

  private final String suffix;

  LakeExtension(String suffix) {
    this.suffix = suffix;
  }

  /** The end of the name, with its dots. */
  String suffix() {
    return suffix;
  }
}
