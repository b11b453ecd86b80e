package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Set;

/** Another kind, as far as a store of files looks at it. */
record OtherFormat(ArtifactKind kind, String extension) implements ArtifactFormat {

  @Override
  public long leastBytes(LedgerRange range) {
    return 1;
  }

  @Override
  public Set<Reads> reads() {
    return Set.of(Reads.RAW);
  }

  @Override
  @MustBeClosed
  public ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink) {
    throw new UnsupportedOperationException("a store does not build");
  }
}
