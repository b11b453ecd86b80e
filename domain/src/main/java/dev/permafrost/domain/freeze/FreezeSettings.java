package dev.permafrost.domain.freeze;

import java.util.OptionalLong;

/**
 * The settings of freezing.
 *
 * @param decodesHotFrames whether every frame of a hot database is decoded and its header hashed.
 *     If not, frames that need not be compressed again are used as they are: the database's block
 *     checksums cover their bytes, and the chain is checked from the hashes that ingestion checked
 *     and stored with each frame
 * @param ioBytesPerSecond how many bytes a second all freezing of the store together may read from
 *     and write to its disks; empty for no limit
 */
public record FreezeSettings(boolean decodesHotFrames, OptionalLong ioBytesPerSecond) {

  /** Decode everything, without a speed limit. */
  public static final FreezeSettings STANDARD = new FreezeSettings(true, OptionalLong.empty());

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public FreezeSettings {
    if (ioBytesPerSecond.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "a limit of " + ioBytesPerSecond.getAsLong() + " bytes a second");
    }
  }
}
