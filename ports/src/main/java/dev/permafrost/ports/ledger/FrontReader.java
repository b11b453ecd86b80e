package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fronts of ledgers. Known shapes are parsed; unknown ones are, on request, settled by
 * the hash of their header. {@link LedgerFront} has the public methods.
 */
final class FrontReader {

  private static final int LARGEST_KNOWN_VERSION = 2;
  private static final int LARGEST_KNOWN_ARM = 2;

  /** A larger version means that the bytes are not a ledger. */
  private static final int LARGEST_VERSION = 15;

  private static final int MAX_UPGRADES = 6;
  private static final int MAX_UPGRADE_BYTES = 128;
  private static final int MAX_SIGNATURE_BYTES = 64;

  /** The structures that can be between the version and the header entry. */
  private enum Ext {
    NONE(-1),
    EMPTY(0),
    WITH_FEE(1);

    private final int discriminant;

    Ext(int discriminant) {
      this.discriminant = discriminant;
    }
  }

  private FrontReader() {}

  static LedgerFront parse(ByteBuffer ledger) {
    return readKnownVersion(bigEndian(ledger), null);
  }

  static LedgerFront readCandidate(ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    ByteBuffer bytes = bigEndian(ledger);
    return readKnownVersion(bytes, new ArmSearch(bytes, expectedSequence, budget));
  }

  static LedgerFront read(ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    ByteBuffer bytes = bigEndian(ledger);
    ArmSearch arms = new ArmSearch(bytes, expectedSequence, budget);
    int version = bytes.remaining() < 4 ? 0 : bytes.getInt(bytes.position());
    return version > LARGEST_KNOWN_VERSION && version <= LARGEST_VERSION
        ? readUnknownVersion(bytes, version, arms)
        : readKnownVersion(bytes, arms);
  }

  private static LedgerFront readKnownVersion(ByteBuffer ledger, @Nullable ArmSearch arms) {
    XdrCursor in = new XdrCursor(ledger);
    int version = in.discriminant("LedgerCloseMeta", LARGEST_KNOWN_VERSION);
    if (version > 0 && in.discriminant("LedgerCloseMetaExt", 1) == 1) {
      readFee(in);
    }
    return readEntry(in, version, arms);
  }

  /** Determines which of the known structures precedes the header entry: exactly one must fit. */
  private static LedgerFront readUnknownVersion(ByteBuffer ledger, int version, ArmSearch arms) {
    LedgerFront only = null;
    int fitting = 0;
    for (Ext ext : Ext.values()) {
      LedgerFront front = readBehind(ledger, version, ext, arms);
      if (front != null) {
        only = front;
        fitting++;
      }
    }
    if (only == null || fitting > 1) {
      throw new LedgerFormatException(
          Reason.UNSUPPORTED,
          "LedgerCloseMeta at byte 0 is "
              + version
              + ", known are 0 to "
              + LARGEST_KNOWN_VERSION
              + ", and "
              + fitting
              + " of the known shapes fit behind it");
    }
    return only;
  }

  private static @Nullable LedgerFront readBehind(
      ByteBuffer ledger, int version, Ext ext, ArmSearch arms) {
    XdrCursor in = new XdrCursor(ledger);
    LedgerFront front;
    try {
      in.discriminant("LedgerCloseMeta", LARGEST_VERSION);
      if (ext != Ext.NONE && in.discriminant("LedgerCloseMetaExt", 1) != ext.discriminant) {
        return null;
      }
      if (ext == Ext.WITH_FEE) {
        readFee(in);
      }
      front = readEntry(in, version, arms);
    } catch (LedgerFormatException e) {
      if (e.reason() == Reason.UNSETTLED) {
        throw e;
      }
      return null;
    }
    return front.sequence() == arms.expectedSequence() && isProven(front, ledger, arms.budget())
        ? front
        : null;
  }

  /** If the arm is unknown too, its search has compared the hash. */
  private static boolean isProven(LedgerFront front, ByteBuffer ledger, HashBudget budget) {
    if (front.unknownShape().orElseThrow().valueArm().isPresent()) {
      return true;
    }
    budget.spend();
    return front.computeHash(ledger).equals(front.hash());
  }

  private static void readFee(XdrCursor in) {
    in.discriminant("LedgerCloseMetaExtV1.ext", 0);
    in.skip(8, "sorobanFeeWrite1KB");
  }

  private static LedgerFront readEntry(XdrCursor in, int metaVersion, @Nullable ArmSearch arms) {
    LedgerHash hash = in.hash("hash");
    int headerOffset = in.offset();
    long protocolVersion = in.unsignedInt("ledgerVersion");
    LedgerHash previousHash = in.hash("previousLedgerHash");
    in.skip(LedgerHash.BYTES, "txSetHash");
    long closeTimeSeconds = in.longValue("closeTime");
    long arm = readValueTail(in, headerOffset, hash, arms);
    in.skip(2 * LedgerHash.BYTES, "txSetResultHash and bucketListHash");
    long sequence = in.unsignedInt("ledgerSeq");
    in.skip(8 + 8 + 4 + 8 + 4 + 4 + 4, "totalCoins to maxTxSetSize");
    in.skip(4 * LedgerHash.BYTES, "skipList");
    if (in.discriminant("LedgerHeader.ext", 1) == 1) {
      in.skip(4, "LedgerHeader.ext.flags");
      in.discriminant("LedgerHeader.ext.ext", 0);
    }
    int headerBytes = in.offset() - headerOffset;
    in.discriminant("LedgerHeaderHistoryEntry.ext", 0);
    return new LedgerFront(
        metaVersion,
        protocolVersion,
        sequence,
        hash,
        previousHash,
        closeTimeSeconds,
        headerOffset,
        headerBytes,
        unknown(metaVersion, arm));
  }

  private static Optional<UnknownShape> unknown(int metaVersion, long arm) {
    if (metaVersion <= LARGEST_KNOWN_VERSION && arm <= LARGEST_KNOWN_ARM) {
      return Optional.empty();
    }
    return Optional.of(
        new UnknownShape(
            metaVersion > LARGEST_KNOWN_VERSION ? OptionalInt.of(metaVersion) : OptionalInt.empty(),
            arm > LARGEST_KNOWN_ARM ? OptionalLong.of(arm) : OptionalLong.empty()));
  }

  /** Reads upgrades and ext, and leaves the cursor after the StellarValue; returns the arm. */
  private static long readValueTail(
      XdrCursor in, int headerOffset, LedgerHash hash, @Nullable ArmSearch arms) {
    long upgrades = in.length("upgrades", MAX_UPGRADES);
    for (long i = 0; i < upgrades; i++) {
      in.skipOpaque("upgrade", MAX_UPGRADE_BYTES);
    }
    int armOffset = in.offset();
    long arm = in.unsignedInt("StellarValue.ext");
    if (arm > LARGEST_KNOWN_ARM) {
      int length = arms == null ? -1 : arms.armBytes(headerOffset, armOffset + 4, hash);
      if (length < 0) {
        throw new LedgerFormatException(
            Reason.UNSUPPORTED,
            "StellarValue.ext at byte "
                + armOffset
                + " is "
                + arm
                + ", known are 0 to "
                + LARGEST_KNOWN_ARM
                + (arms == null ? "" : ", and the header's hash matches at no length of it"));
      }
      in.skip(length, "StellarValue.ext");
      return arm;
    }
    if (arm == 2) {
      in.skip(2 * LedgerHash.BYTES + 4, "the dropped set");
    }
    if (arm >= 1) {
      in.discriminant("nodeID type", 0);
      in.skip(LedgerHash.BYTES, "nodeID");
      in.skipOpaque("signature", MAX_SIGNATURE_BYTES);
    }
    return arm;
  }

  private static ByteBuffer bigEndian(ByteBuffer ledger) {
    return ledger.order() == ByteOrder.BIG_ENDIAN
        ? ledger
        : ledger.duplicate().order(ByteOrder.BIG_ENDIAN);
  }
}
