package dev.permafrost.backend;

/**
 * What a lake's listing says of a range of ledgers.
 *
 * @param objects how many objects are there
 * @param bytes their bytes, whole objects though the range may begin or end inside of one
 * @param missing how many objects of the range are not there
 */
public record LakeHolding(long objects, long bytes, long missing) {

  /** What two ranges that share no object amount to. */
  public LakeHolding plus(LakeHolding other) {
    return new LakeHolding(objects + other.objects, bytes + other.bytes, missing + other.missing);
  }
}
