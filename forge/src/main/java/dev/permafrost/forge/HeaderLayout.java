package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the fields of a real ledger's header lie that a new ledger has otherwise, in bytes from the
 * ledger's first byte.
 *
 * <p>Source: docs/ledger-data.md, "What is read".
 *
 * @param hash the entry's claim of the header's hash
 * @param header the header itself
 * @param headerBytes its length
 * @param previousHashes its previousLedgerHash, and where the arm of a dropped set repeats it
 * @param sequence its ledgerSeq
 * @param noiseHashes 32-byte fields that nothing else here depends on: txSetHash (that of a dropped
 *     set in its arm), txSetResultHash, bucketListHash and those of the skip list that are not zero
 * @param noiseSignature the 64 bytes of the StellarValue's signature, or -1 if it is not signed
 */
record HeaderLayout(
    int hash,
    int header,
    int headerBytes,
    List<Integer> previousHashes,
    int sequence,
    List<Integer> noiseHashes,
    int noiseSignature) {

  private static final int ARM_EMPTY_TX_SET = 2;
  private static final int SIGNATURE_BYTES = 64;
  private static final int SKIP_LIST_LENGTH = 4;
  private static final int TOTAL_COINS_TO_MAX_TX_SET_SIZE = 8 + 8 + 4 + 8 + 4 + 4 + 4;

  HeaderLayout {
    previousHashes = List.copyOf(previousHashes);
    noiseHashes = List.copyOf(noiseHashes);
  }

  /** The layout of a ledger whose front was parsed, so that every bound is known to hold. */
  static HeaderLayout of(ByteBuffer ledger, LedgerFront front) {
    List<Integer> hashes = new ArrayList<>();
    int header = front.headerOffset();
    int previousHash = header + 4;
    List<Integer> previousHashes = new ArrayList<>(List.of(previousHash));
    int txSetHash = previousHash + LedgerHash.BYTES;
    int at = txSetHash + LedgerHash.BYTES + 8;
    int upgrades = ledger.getInt(at);
    at += 4;
    for (int i = 0; i < upgrades; i++) {
      at += 4 + padded(ledger.getInt(at));
    }
    int signature = -1;
    int arm = ledger.getInt(at);
    at += 4;
    if (arm == ARM_EMPTY_TX_SET) {
      hashes.add(at);
      previousHashes.add(at + LedgerHash.BYTES);
      at += 2 * LedgerHash.BYTES + 4;
    } else {
      hashes.add(txSetHash);
    }
    if (arm > 0) {
      at += 4 + LedgerHash.BYTES;
      int signatureBytes = ledger.getInt(at);
      signature = signatureBytes == SIGNATURE_BYTES ? at + 4 : -1;
      at += 4 + padded(signatureBytes);
    }
    hashes.add(at);
    hashes.add(at + LedgerHash.BYTES);
    int sequence = at + 2 * LedgerHash.BYTES;
    int skipList = sequence + 4 + TOTAL_COINS_TO_MAX_TX_SET_SIZE;
    for (int i = 0; i < SKIP_LIST_LENGTH; i++) {
      int skip = skipList + i * LedgerHash.BYTES;
      if (!LedgerHash.at(ledger, skip).equals(LedgerHash.ZERO)) {
        hashes.add(skip);
      }
    }
    return new HeaderLayout(
        header - LedgerHash.BYTES,
        header,
        front.headerBytes(),
        previousHashes,
        sequence,
        hashes,
        signature);
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }
}
