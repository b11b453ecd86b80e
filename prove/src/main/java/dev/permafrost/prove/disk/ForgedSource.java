package dev.permafrost.prove.disk;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** Forged ledgers from the beginning of the chain on, the same in every process. Immutable. */
public final class ForgedSource implements LedgerSource {

  private static final long SEED = 1;

  private final List<ForgedLedger> ledgers;

  private ForgedSource(List<ForgedLedger> ledgers) {
    this.ledgers = ledgers;
  }

  /** The ledgers up to one, which is at least the chain's first. */
  public static ForgedSource upTo(long last) {
    return new ForgedSource(
        LedgerForge.small(SEED).ledgers(new LedgerRange(LedgerForge.GENESIS_SUCCESSOR, last)));
  }

  /** One of them, raw. */
  public ByteBuffer raw(long sequence) {
    return ledger(sequence).raw();
  }

  private ForgedLedger ledger(long sequence) {
    return ledgers.get(Math.toIntExact(sequence - LedgerForge.GENESIS_SUCCESSOR));
  }

  @Override
  public String location() {
    return "the forge";
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    int from = Math.toIntExact(range.first() - LedgerForge.GENESIS_SUCCESSOR);
    Iterator<ForgedLedger> left =
        ledgers.subList(from, from + Math.toIntExact(range.length())).iterator();
    return new LedgerStream() {
      private ByteBuffer present = ByteBuffer.allocate(0);

      @Override
      public boolean next() {
        cancel.throwIfCancelled();
        if (!left.hasNext()) {
          return false;
        }
        present = left.next().raw();
        return true;
      }

      @Override
      public ByteBuffer borrowedRaw() {
        return present;
      }

      @Override
      public String origin() {
        return location();
      }

      @Override
      public void close() {}
    };
  }
}
