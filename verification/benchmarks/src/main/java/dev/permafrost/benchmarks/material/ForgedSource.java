package dev.permafrost.benchmarks.material;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.util.Optional;

/** Ledgers as they are forged, for filling a store. */
public final class ForgedSource implements LedgerSource {

  private final LedgerForge forge;

  /** A source of a forge's chain. */
  public ForgedSource(LedgerForge forge) {
    this.forge = forge;
  }

  @Override
  public String location() {
    return "forge";
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    ForgedChain chain = forge.from(range.first());
    long[] left = {range.length()};
    return new SuppliedStream(
        location(),
        () -> left[0]-- > 0 ? Optional.of(chain.next().raw()) : Optional.empty(),
        cancel);
  }
}
