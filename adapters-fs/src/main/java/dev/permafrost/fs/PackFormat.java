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
 * The pack of a chunk's ledgers: one frame in each record, a version and the first sequence as app
 * data, format 1, no content hash. It is byte for byte what the reference implementation writes
 * (docs/pack-format.md, "App data", "Trailer").
 */
final class PackFormat implements ArtifactFormat {

  /** The extension of packs. */
  static final String EXTENSION = "pack";

  /** The format number in the trailer for packs of ledgers. */
  static final long LEDGERS = 1;

  /** Magic number, descriptor, a size of one byte, the header of one block, checksum. */
  private static final long LEAST_FRAME_BYTES = 4 + 1 + 1 + 3 + 4;

  /** Only the sequence. */
  private static final long LEAST_APP_DATA_BYTES = Integer.BYTES;

  @Override
  public ArtifactKind kind() {
    return ArtifactKind.LEDGERS;
  }

  @Override
  public String extension() {
    return EXTENSION;
  }

  /**
   * Every ledger in the smallest possible frame, each group of sizes in its smallest form, and the
   * app data of the older, shorter form.
   */
  @Override
  public long leastBytes(LedgerRange range) {
    long fullGroups = range.length() / ForGroup.VALUES;
    int rest = (int) (range.length() % ForGroup.VALUES);
    return range.length() * LEAST_FRAME_BYTES
        + fullGroups * ForGroup.bytes(ForGroup.VALUES, 1)
        + (rest == 0 ? 0 : ForGroup.bytes(rest, 1))
        + Integer.BYTES
        + LEAST_APP_DATA_BYTES
        + PackTrailer.BYTES;
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
