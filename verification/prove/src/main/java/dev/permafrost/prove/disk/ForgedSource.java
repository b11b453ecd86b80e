package dev.permafrost.prove.disk;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Forged ledgers of one chain, the same in every process. Immutable. */
public final class ForgedSource implements LedgerSource {

  private static final long SEED = 1;

  private final LedgerRange held;
  private final List<ForgedLedger> ledgers;

  private ForgedSource(LedgerRange held, List<ForgedLedger> ledgers) {
    this.held = held;
    this.ledgers = ledgers;
  }

  /** The ledgers of a range. */
  public static ForgedSource of(LedgerRange range) {
    return new ForgedSource(range, LedgerForge.small(SEED).ledgers(range));
  }

  /** Which ledgers they are. */
  public LedgerRange range() {
    return held;
  }

  /** One of them, raw. */
  public ByteBuffer raw(long sequence) {
    return ledgers.get(Math.toIntExact(sequence - held.first())).raw();
  }

  @Override
  public String location() {
    return "the forge";
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    int from = Math.toIntExact(range.first() - held.first());
    Iterator<ForgedLedger> left =
        ledgers.subList(from, from + Math.toIntExact(range.length())).iterator();
    return new SuppliedStream(
        location(),
        () -> left.hasNext() ? Optional.of(left.next().raw()) : Optional.empty(),
        cancel);
  }
}
