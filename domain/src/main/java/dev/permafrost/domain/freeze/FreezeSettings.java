package dev.permafrost.domain.freeze;

import java.util.OptionalLong;

/**
 * How a store freezes.
 *
 * @param decodesHotFrames whether every frame of a hot database is decoded and its header hashed.
 *     Without it, frames that need not be compressed again are taken as they are: their bytes are
 *     what the database's block checksums cover, and the chain is checked from the hashes that
 *     ingestion, having checked them, kept beside each frame
 * @param ioBytesPerSecond how much all freezing of the store together may read from and write to
 *     its disks; empty for no limit
 */
public record FreezeSettings(boolean decodesHotFrames, OptionalLong ioBytesPerSecond) {

  /** Everything decoded, and as fast as it goes. */
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
