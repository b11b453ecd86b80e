package dev.permafrost.backend;

/**
 * The listed objects for a range of ledgers.
 *
 * @param objects how many objects exist
 * @param bytes their total size; whole objects, even if the range starts or ends inside one
 * @param missing how many objects of the range do not exist
 */
public record LakeHolding(long objects, long bytes, long missing) {

  /** The sum for two ranges that share no object. */
  public LakeHolding plus(LakeHolding other) {
    return new LakeHolding(objects + other.objects, bytes + other.bytes, missing + other.missing);
  }
}
