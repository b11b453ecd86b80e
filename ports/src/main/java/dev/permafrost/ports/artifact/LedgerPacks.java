package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * Opens the frozen ledgers of a chunk for reading: the pack at the canonical place of the kind
 * {@link ArtifactKind#LEDGERS}.
 */
public interface LedgerPacks {

  /**
   * Opens a pack and checks its trailer and index, in the order of docs/pack-format.md, "Checks on
   * opening", and that it is a ledger pack of exactly this range.
   *
   * <p>Throws {@code MissingArtifact} if there is no file, {@code CorruptArtifact} if a check
   * fails, {@code PermissionDenied} or {@code StorageUnavailable} if it cannot be read: three
   * different things.
   *
   * @param range the ledgers the pack must hold
   */
  @MustBeClosed
  LedgerPack open(ChunkId chunk, LedgerRange range);

  /**
   * Opens a pack as {@link #open} does, and reads it past the operating system's cache: what is
   * read is what survives a power cut, which a cache that a failed sync left behind need not be.
   *
   * @return empty where the file system cannot do that; the caller closes it
   */
  Optional<LedgerPack> openPastCache(ChunkId chunk, LedgerRange range);
}
