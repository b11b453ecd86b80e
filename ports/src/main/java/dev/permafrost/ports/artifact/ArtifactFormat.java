package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Set;

/**
 * The file format of one kind of artifact: a factory for the builders that turn the ledgers of a
 * chunk into the bytes of one file.
 *
 * <p>A new kind of artifact contributes one of these. It does not decide the file's path, its
 * durability or when it is frozen. Implementations are immutable and thread-safe.
 */
public interface ArtifactFormat {

  /** The parts of a ledger that a builder can read. */
  enum Reads {
    /** The compressed frame. */
    FRAME,
    /** The raw LedgerCloseMeta. */
    RAW
  }

  /** The kind of artifact that has this format. */
  ArtifactKind kind();

  /** The extension of its files, without the dot: 1 to 16 lower-case letters and digits. */
  String extension();

  /**
   * The size in bytes of the smallest whole file of these ledgers. A smaller file is recognized as
   * incomplete without being opened.
   */
  long leastBytes(LedgerRange range);

  /** What the builders read; at least one. A builder must not ask a ledger for anything else. */
  Set<Reads> reads();

  /**
   * Starts a file. The same ledgers must always give the same bytes.
   *
   * @param chunk the chunk the file is for
   * @param range exactly the ledgers that will be added, in order
   * @param sink receives the bytes; the builder does not close it
   */
  @MustBeClosed
  ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink);
}
