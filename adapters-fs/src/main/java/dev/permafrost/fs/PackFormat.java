package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Set;

/**
 * The pack of a chunk's ledgers: one frame a record, a version and the first sequence as app data,
 * format 1, no content hash, so that it is byte for byte what the reference writes (pack format,
 * "App data", "Trailer").
 */
final class PackFormat implements ArtifactFormat {

  /** The extension of packs. */
  static final String EXTENSION = "pack";

  /** The number in the trailer that says that a pack holds ledgers. */
  static final long LEDGERS = 1;

  @Override
  public ArtifactKind kind() {
    return ArtifactKind.LEDGERS;
  }

  @Override
  public String extension() {
    return EXTENSION;
  }

  @Override
  public Set<Reads> reads() {
    return Set.of(Reads.FRAME);
  }

  @Override
  @MustBeClosed
  public ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink) {
    return new PackBuilder(range, new PackWriter(sink, LEDGERS));
  }
}
