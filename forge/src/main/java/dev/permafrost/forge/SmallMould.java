package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import java.util.function.LongFunction;

/**
 * Casts small ledgers from nothing: a LedgerCloseMeta of any version with a few payments, whole by
 * the definitions of Stellar-ledger.x and Stellar-transaction.x where it is of a shape that these
 * define.
 *
 * <p>Structure: a header of the shape that is asked for; a TransactionSet (version 0) or a
 * GeneralizedTransactionSet 1 with one classic phase of one component that holds the envelopes; for
 * each its TransactionResultMeta with a fee taken from its source account and a TransactionMeta 2,
 * 3 or 4 of one operation; the upgrades without changes of entries; no SCP messages, no evicted
 * keys.
 *
 * <p>Of all hashes and signatures only the header's own hash and its link are real: the others are
 * noise, as is who pays whom.
 */
final class SmallMould implements LedgerMould {

  private static final long FOR_HEADER = 1;
  private static final long FOR_BODY = 2;

  private static final long FIRST_CLOSE_TIME_SECONDS = 1_704_067_200L;
  private static final long SECONDS_A_LEDGER = 5;

  private static final int ED25519 = 0;
  private static final int ENVELOPE_TYPE_TX = 2;
  private static final int PAYMENT = 1;
  private static final int LEDGER_ENTRY_UPDATED = 1;
  private static final int LEDGER_ENTRY_STATE = 3;
  private static final int ACCOUNT = 0;
  private static final int BASE_FEE_STROOPS = 100;
  private static final long SOROBAN_FEE_STROOPS = 1_000;
  private static final int BASE_RESERVE_STROOPS = 5_000_000;

  private final long seed;
  private final LongFunction<LedgerShape> shapes;
  private final int leastTransactions;
  private final int mostTransactions;

  SmallMould(
      long seed, LongFunction<LedgerShape> shapes, int leastTransactions, int mostTransactions) {
    this.seed = seed;
    this.shapes = shapes;
    this.leastTransactions = leastTransactions;
    this.mostTransactions = mostTransactions;
  }

  @Override
  public LedgerHash headerHash(long sequence, LedgerHash previousHash) {
    XdrWriter out = new XdrWriter();
    writeHeader(out, sequence, previousHash);
    return Sha256.of(out.view(0));
  }

  @Override
  public ForgedLedger cast(long sequence, LedgerHash previousHash) {
    XdrWriter out = new XdrWriter();
    LedgerShape shape = shapes.apply(sequence);
    out.int32(shape.metaVersion());
    if (shape.hasFee()) {
      out.int32(1).int32(0).int64(SOROBAN_FEE_STROOPS);
    } else if (shape.metaVersion() > 0) {
      out.int32(0);
    }
    int hashOffset = out.sizeBytes();
    out.hash(LedgerHash.ZERO);
    int headerOffset = out.sizeBytes();
    writeHeader(out, sequence, previousHash);
    LedgerHash hash = Sha256.of(out.view(headerOffset));
    out.overwrite(hashOffset, hash);
    out.int32(0);
    writeBody(out, shape, sequence, previousHash);
    return new ForgedLedger(sequence, hash, previousHash, out.toBytes());
  }

  /** LedgerHeader. */
  private void writeHeader(XdrWriter out, long sequence, LedgerHash previousHash) {
    Noise noise = Noise.of(seed, sequence, FOR_HEADER);
    LedgerShape shape = shapes.apply(sequence);
    out.int32(shape.protocolVersion()).hash(previousHash);
    LedgerHash txSetHash = noise.nextHash();
    boolean isDropped = shape.arm().equals(ValueArm.EMPTY_TX_SET);
    out.hash(isDropped ? LedgerHash.ZERO : txSetHash);
    out.int64(FIRST_CLOSE_TIME_SECONDS + SECONDS_A_LEDGER * sequence);
    out.int32(shape.upgrades().size());
    for (LedgerUpgrade upgrade : shape.upgrades()) {
      int bytes = upgrade.type() == LedgerUpgrade.CONFIGURATION ? 68 : 8;
      writeUpgrade(out.int32(bytes), upgrade);
    }
    out.int32(shape.arm().number());
    if (isDropped) {
      int protocolBefore = shapes.apply(sequence - 1).protocolVersion();
      out.hash(txSetHash).hash(previousHash).int32(protocolBefore);
    }
    if (isDropped || shape.arm().equals(ValueArm.SIGNED)) {
      out.int32(ED25519).hash(noise.nextHash()).opaque(noise, 64);
    }
    for (int i = 0; i < shape.arm().unknownBytes(); i += 4) {
      out.int32((int) noise.nextLong());
    }
    out.hash(noise.nextHash()).hash(noise.nextHash());
    out.int32((int) sequence);
    out.int64(1_000_000_000_000_000_000L).int64(BASE_FEE_STROOPS * sequence);
    out.int32(0).int64(sequence * 1_000);
    out.int32(BASE_FEE_STROOPS).int32(BASE_RESERVE_STROOPS).int32(1_000);
    for (int i = 0; i < 4; i++) {
      out.hash(noise.nextHash());
    }
    if (shape.headerFlags().isPresent()) {
      out.int32(1).int32(shape.headerFlags().getAsInt()).int32(0);
    } else {
      out.int32(0);
    }
  }

  /** LedgerUpgrade. */
  private static void writeUpgrade(XdrWriter out, LedgerUpgrade upgrade) {
    out.int32(upgrade.type());
    if (upgrade.type() == LedgerUpgrade.CONFIGURATION) {
      out.hash(new LedgerHash(1, 2, 3, 4)).hash(new LedgerHash(5, 6, 7, 8));
    } else {
      out.int32(upgrade.value());
    }
  }

  /** What stands behind the LedgerHeaderHistoryEntry. */
  private void writeBody(XdrWriter out, LedgerShape shape, long sequence, LedgerHash previousHash) {
    Noise noise = Noise.of(seed, sequence, FOR_BODY);
    int transactions = noise.nextInt(leastTransactions, mostTransactions);
    LedgerHash[] payers = new LedgerHash[transactions];
    int version = Math.min(shape.metaVersion(), 2);
    if (version == 0) {
      out.hash(previousHash);
    } else {
      out.int32(1).hash(previousHash);
      out.int32(1).int32(0);
      out.int32(1).int32(0);
      out.int32(1).int64(BASE_FEE_STROOPS);
    }
    out.int32(transactions);
    for (int i = 0; i < transactions; i++) {
      payers[i] = noise.nextHash();
      writeEnvelope(out, noise, payers[i], sequence);
    }
    out.int32(transactions);
    for (LedgerHash payer : payers) {
      writeResult(out, noise, version, payer, sequence);
    }
    out.int32(shape.upgrades().size());
    for (LedgerUpgrade upgrade : shape.upgrades()) {
      writeUpgrade(out, upgrade);
      out.int32(0);
    }
    out.int32(0);
    if (version > 0) {
      out.int64(0).int32(0);
    }
    if (version == 1) {
      out.int32(0);
    }
  }

  /** TransactionEnvelope: one signed payment in the native asset. */
  private static void writeEnvelope(XdrWriter out, Noise noise, LedgerHash payer, long sequence) {
    out.int32(ENVELOPE_TYPE_TX);
    out.int32(ED25519).hash(payer);
    out.int32(BASE_FEE_STROOPS).int64(sequence << 32);
    out.int32(0).int32(0);
    out.int32(1).int32(0).int32(PAYMENT);
    out.int32(ED25519).hash(noise.nextHash());
    out.int32(0).int64(noise.nextInt(1, 1_000_000_000));
    out.int32(0);
    out.int32(1).int32((int) payer.word3()).opaque(noise, 64);
  }

  /** TransactionResultMeta, or TransactionResultMetaV1 for version 2: the payment succeeded. */
  private static void writeResult(
      XdrWriter out, Noise noise, int version, LedgerHash payer, long sequence) {
    if (version == 2) {
      out.int32(0);
    }
    out.hash(noise.nextHash()).int64(BASE_FEE_STROOPS);
    out.int32(0).int32(1).int32(0).int32(PAYMENT).int32(0);
    out.int32(0);
    long balance = noise.nextInt(10_000_000, Integer.MAX_VALUE);
    out.int32(2);
    writeAccountChange(out, LEDGER_ENTRY_STATE, payer, sequence - 1, balance);
    writeAccountChange(out, LEDGER_ENTRY_UPDATED, payer, sequence, balance - BASE_FEE_STROOPS);
    if (version == 0) {
      out.int32(2).int32(0);
      out.int32(1).int32(0);
      out.int32(0);
    } else if (version == 1) {
      out.int32(3).int32(0).int32(0);
      out.int32(1).int32(0);
      out.int32(0).int32(0);
    } else {
      out.int32(4).int32(0).int32(0);
      out.int32(1).int32(0).int32(0).int32(0);
      out.int32(0).int32(0).int32(0).int32(0);
      out.int32(0);
    }
  }

  /** LedgerEntryChange of an AccountEntry. */
  private static void writeAccountChange(
      XdrWriter out, int change, LedgerHash account, long modified, long balance) {
    out.int32(change).int32((int) modified).int32(ACCOUNT);
    out.int32(ED25519).hash(account);
    out.int64(balance).int64(modified << 32);
    out.int32(0).int32(0).int32(0).int32(0);
    out.int32(0x01000000).int32(0).int32(0);
    out.int32(0);
  }
}
