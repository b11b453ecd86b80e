package dev.permafrost.testkit.handles;

import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.util.Set;

/** Makes borrowed ledgers whose bytes are loans. */
final class LentLedger {

  private LentLedger() {}

  /** The same ledger, with only the forms that were asked for. */
  static BorrowedLedger of(BorrowedLedger ledger, Set<Reads> forms, Loans loans) {
    return new BorrowedLedger(
        ledger.sequence(),
        ledger.hash(),
        ledger.previousHash(),
        forms.contains(Reads.FRAME) ? loans.lend(ledger.frame()) : null,
        forms.contains(Reads.RAW) ? loans.lend(ledger.raw()) : null);
  }
}
