package dev.permafrost.fs;

import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The app data of a ledger pack, in one of the known forms (docs/pack-format.md, "App data").
 *
 * @param form which one
 * @param firstSequence the sequence of the first ledger
 */
record LedgerAppData(PackForm form, long firstSequence) {

  /** The size of the form that has no version, and not always a checksum. */
  static final int SEQUENCE_ONLY_BYTES = 4;

  private static final int CURRENT_BYTES = 5;
  private static final int WITH_DIGEST_BYTES = 42;
  private static final int VERSION = 1;
  private static final int FLAGS_OFFSET = 5;
  private static final int FLAG_TABLES = 1;

  /** The app data that is written: the version, then the first sequence, big-endian. */
  static ByteBuffer encode(long firstSequence) {
    return ByteBuffer.allocate(CURRENT_BYTES).put(0, (byte) VERSION).putInt(1, (int) firstSequence);
  }

  /**
   * Reads the app data of a pack of ledgers.
   *
   * @throws dev.permafrost.ports.failure.CorruptArtifact if its form is unknown
   */
  static LedgerAppData read(PackContainer pack, PackCheckLog checks) {
    long bytes = pack.trailer().appDataBytes();
    PackForm form = formOf(bytes);
    checks.require(
        form != null, "app data of a known form", Damage.OTHER, "4, 5 or 42 bytes", bytes);
    if (form == null) {
      throw new IllegalStateException("unreachable");
    }
    ByteBuffer head = pack.appDataHead();
    if (form == PackForm.SEQUENCE_ONLY) {
      return new LedgerAppData(form, Integer.toUnsignedLong(head.getInt(0)));
    }
    int version = Byte.toUnsignedInt(head.get(0));
    checks.require(
        version == VERSION,
        "app data version",
        Damage.OTHER,
        "1",
        version + (version > VERSION ? ", written by a newer version" : ""));
    if (form == PackForm.WITH_DIGEST) {
      checkFlags(Byte.toUnsignedInt(head.get(FLAGS_OFFSET)), checks);
    }
    return new LedgerAppData(form, Integer.toUnsignedLong(head.getInt(1)));
  }

  private static void checkFlags(int flags, PackCheckLog checks) {
    checks.require(
        (flags & FLAG_TABLES) == 0,
        "records without tables",
        Damage.OTHER,
        "flag bit 0 clear",
        "flags " + flags + ": records may begin with a table in a skippable frame");
    checks.require(flags == 0, "app data flags", Damage.OTHER, "0", flags);
  }

  private static @Nullable PackForm formOf(long bytes) {
    return bytes == CURRENT_BYTES
        ? PackForm.CURRENT
        : bytes == SEQUENCE_ONLY_BYTES
            ? PackForm.SEQUENCE_ONLY
            : bytes == WITH_DIGEST_BYTES ? PackForm.WITH_DIGEST : null;
  }
}
