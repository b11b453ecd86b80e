package dev.permafrost.spark;

/**
 * Thrown if an executor's frames would have other bytes than the driver's: its class path has
 * another libzstd first, or another version of this program.
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
