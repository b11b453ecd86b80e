package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Set;

/**
 * The file format of one kind of artifact: a factory of the builders that turn the ledgers of a
 * chunk into the bytes of one file.
 *
 * <p>This is what a new kind contributes. Where the file stands, how it becomes durable and when it
 * is frozen is not its business. Implementations are immutable and shared between threads.
 */
public interface ArtifactFormat {

  /** What a builder reads of each ledger. */
  enum Reads {
    /** The compressed frame. */
    FRAME,
    /** The raw LedgerCloseMeta. */
    RAW
  }

  /** The kind this is the format of. */
  ArtifactKind kind();

  /** The extension of its files, without the dot: 1 to 16 lower-case letters and digits. */
  String extension();

  /**
   * The fewest bytes that a whole file of these ledgers has. A smaller file is not one, which can
   * be said without opening it.
   */
  long leastBytes(LedgerRange range);

  /** What its builders read; at least one. What is not named here may not be asked of a ledger. */
  Set<Reads> reads();

  /**
   * Begins a file. The same ledgers must always give the same bytes.
   *
   * @param chunk the chunk the file is for
   * @param range exactly the ledgers that will be added, in order
   * @param sink takes the bytes; the builder does not close it
   */
  @MustBeClosed
  ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink);
}
