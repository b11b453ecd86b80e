package dev.permafrost.benchmarks.material;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;

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
    return new LedgerStream() {
      private long left = range.length();
      private ByteBuffer raw = ByteBuffer.allocate(0);

      @Override
      public boolean next() {
        cancel.throwIfCancelled();
        if (left == 0) {
          return false;
        }
        left--;
        raw = chain.next().raw();
        return true;
      }

      @Override
      public ByteBuffer borrowedRaw() {
        return raw;
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
