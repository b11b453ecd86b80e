package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.util.Set;

/** Tracks the builders of a kind, and what they keep of the ledgers that are lent to them. */
record TrackedFormat(ArtifactFormat real, OpenHandles handles) implements ArtifactFormat {

  @Override
  public ArtifactKind kind() {
    return real.kind();
  }

  @Override
  public String extension() {
    return real.extension();
  }

  @Override
  public long leastBytes(LedgerRange range) {
    return real.leastBytes(range);
  }

  @Override
  public Set<Reads> reads() {
    return real.reads();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink) {
    ArtifactBuilder builder = real.begin(chunk, range, sink);
    return new Builder(
        builder, real.reads(), handles.opened("a builder of " + kind() + " of chunk " + chunk));
  }

  private record Builder(ArtifactBuilder real, Set<Reads> reads, OpenHandles.Handle handle)
      implements ArtifactBuilder {

    @Override
    public void add(BorrowedLedger borrowed) {
      handle.use();
      Loans loans = new Loans();
      try {
        real.add(LentLedger.of(borrowed, reads, loans));
      } finally {
        loans.revoke();
      }
    }

    @Override
    public void finish() {
      handle.use();
      real.finish();
    }

    @Override
    public void close() {
      handle.close();
      real.close();
    }
  }
}
