package dev.permafrost.forge;

import java.nio.ByteBuffer;

/**
 * Reads a whole LedgerCloseMeta of version 0, 1 or 2, as far as its transactions are classic
 * payments, and fails on the first byte that is not what Stellar-ledger.x wants there.
 *
 * <p>It is written from the definitions, independently of the mould that it checks.
 */
final class LedgerWalk {

  private final ByteBuffer in;
  private int transactions;

  private LedgerWalk(ByteBuffer ledger) {
    in = ledger.duplicate();
  }

  /** The number of transactions of the ledger, once all of it was read and nothing was left. */
  static int transactions(ByteBuffer ledger) {
    LedgerWalk walk = new LedgerWalk(ledger);
    walk.ledgerCloseMeta();
    if (walk.in.hasRemaining()) {
      throw new AssertionError(walk.in.remaining() + " bytes behind the LedgerCloseMeta");
    }
    return walk.transactions;
  }

  private void ledgerCloseMeta() {
    int version = oneOf("LedgerCloseMeta", 0, 1, 2);
    if (version > 0 && oneOf("LedgerCloseMetaExt", 0, 1) == 1) {
      oneOf("LedgerCloseMetaExtV1.ext", 0);
      in.getLong();
    }
    skip(32);
    ledgerHeader();
    oneOf("LedgerHeaderHistoryEntry.ext", 0);
    if (version == 0) {
      skip(32);
      envelopes();
    } else {
      generalizedTransactionSet();
    }
    int results = in.getInt();
    if (results != transactions) {
      throw new AssertionError(results + " results of " + transactions + " transactions");
    }
    for (int i = 0; i < results; i++) {
      transactionResultMeta(version);
    }
    int upgrades = in.getInt();
    for (int i = 0; i < upgrades; i++) {
      upgrade();
      ledgerEntryChanges();
    }
    oneOf("scpInfo", 0);
    if (version > 0) {
      in.getLong();
      oneOf("evictedKeys", 0);
    }
    if (version == 1) {
      oneOf("unused", 0);
    }
  }

  private void ledgerHeader() {
    in.getInt();
    skip(32);
    stellarValue();
    skip(32 + 32);
    in.getInt();
    skip(8 + 8 + 4 + 8 + 4 + 4 + 4 + 4 * 32);
    if (oneOf("LedgerHeader.ext", 0, 1) == 1) {
      in.getInt();
      oneOf("LedgerHeaderExtensionV1.ext", 0);
    }
  }

  private void upgrade() {
    if (oneOf("LedgerUpgradeType", 1, 2, 3, 4, 5, 6, 7) == 6) {
      skip(64);
    } else {
      in.getInt();
    }
  }

  private void stellarValue() {
    skip(32);
    in.getLong();
    int upgrades = in.getInt();
    for (int i = 0; i < upgrades; i++) {
      int end = in.getInt() + in.position();
      upgrade();
      if (in.position() != end) {
        throw new AssertionError("an upgrade of another length at " + end);
      }
    }
    int ext = oneOf("StellarValue.ext", 0, 1, 2);
    if (ext == 2) {
      skip(32 + 32);
      in.getInt();
    }
    if (ext > 0) {
      publicKey();
      opaque(64);
    }
  }

  private void generalizedTransactionSet() {
    oneOf("GeneralizedTransactionSet", 1);
    skip(32);
    int phases = oneOf("phases", 1, 2);
    for (int phase = 0; phase < phases; phase++) {
      oneOf("TransactionPhase", 0);
      int components = oneOf("v0Components", 0, 1);
      for (int component = 0; component < components; component++) {
        oneOf("TxSetComponent", 0);
        if (oneOf("baseFee", 0, 1) == 1) {
          in.getLong();
        }
        envelopes();
      }
    }
  }

  private void envelopes() {
    int envelopes = in.getInt();
    transactions += envelopes;
    for (int i = 0; i < envelopes; i++) {
      envelope();
    }
  }

  private void envelope() {
    oneOf("TransactionEnvelope", 2);
    publicKey();
    in.getInt();
    in.getLong();
    oneOf("Preconditions", 0);
    oneOf("Memo", 0);
    int operations = in.getInt();
    for (int i = 0; i < operations; i++) {
      oneOf("Operation.sourceAccount", 0);
      oneOf("OperationType", 1);
      publicKey();
      oneOf("Asset", 0);
      positive(in.getLong(), "amount");
    }
    oneOf("Transaction.ext", 0);
    int signatures = oneOf("signatures", 1, 2, 3);
    for (int i = 0; i < signatures; i++) {
      skip(4);
      opaque(64);
    }
  }

  private void transactionResultMeta(int version) {
    if (version == 2) {
      oneOf("TransactionResultMetaV1.ext", 0);
    }
    skip(32);
    in.getLong();
    oneOf("TransactionResult: txSUCCESS", 0);
    int operations = in.getInt();
    for (int i = 0; i < operations; i++) {
      oneOf("opINNER", 0);
      oneOf("PAYMENT", 1);
      oneOf("PAYMENT_SUCCESS", 0);
    }
    oneOf("TransactionResult.ext", 0);
    ledgerEntryChanges();
    int meta = oneOf("TransactionMeta", version + 2);
    if (meta > 2) {
      oneOf("TransactionMeta.ext", 0);
    }
    ledgerEntryChanges();
    int operationMetas = in.getInt();
    for (int i = 0; i < operationMetas; i++) {
      if (meta == 4) {
        oneOf("OperationMetaV2.ext", 0);
      }
      ledgerEntryChanges();
      if (meta == 4) {
        oneOf("OperationMetaV2.events", 0);
      }
    }
    ledgerEntryChanges();
    if (meta > 2) {
      oneOf("sorobanMeta", 0);
    }
    if (meta == 4) {
      oneOf("events", 0);
      oneOf("diagnosticEvents", 0);
      ledgerEntryChanges();
    }
  }

  private void ledgerEntryChanges() {
    int changes = in.getInt();
    for (int i = 0; i < changes; i++) {
      oneOf("LedgerEntryChangeType with an entry", 0, 1, 3);
      in.getInt();
      oneOf("LedgerEntryType: ACCOUNT", 0);
      publicKey();
      positive(in.getLong(), "balance");
      in.getLong();
      in.getInt();
      oneOf("inflationDest", 0);
      in.getInt();
      oneOf("homeDomain", 0);
      skip(4);
      oneOf("signers", 0);
      oneOf("AccountEntry.ext", 0);
      oneOf("LedgerEntry.ext", 0);
    }
  }

  private void publicKey() {
    oneOf("PublicKeyType", 0);
    skip(32);
  }

  private void opaque(int most) {
    int length = in.getInt();
    if (length < 0 || length > most) {
      throw new AssertionError("opaque of " + length + " bytes at " + in.position());
    }
    skip((length + 3) & ~3);
  }

  private void skip(int bytes) {
    in.position(in.position() + bytes);
  }

  private static void positive(long value, String field) {
    if (value <= 0) {
      throw new AssertionError(field + " is " + value);
    }
  }

  private int oneOf(String field, int... allowed) {
    int value = in.getInt();
    for (int each : allowed) {
      if (value == each) {
        return value;
      }
    }
    throw new AssertionError(field + " at byte " + (in.position() - 4) + " is " + value);
  }
}
