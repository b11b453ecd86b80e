package dev.permafrost.spark;

/**
 * An executor's frames would have other bytes than the driver's: another libzstd goes first on its
 * class path, or another version of this program.
 */
final class OtherCodec extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OtherCodec(String executor, String itsCodec, String driversCodec) {
    super(
        "executor "
            + executor
            + " has the codec "
            + itsCodec
            + ", and the driver "
            + driversCodec
            + ": its packs would have other bytes");
  }
}
