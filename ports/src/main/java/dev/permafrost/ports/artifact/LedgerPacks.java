package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * Opens the frozen ledgers of a chunk for reading: the pack at the canonical path for the kind
 * {@link ArtifactKind#LEDGERS}.
 */
public interface LedgerPacks {

  /**
   * Opens a pack and checks its trailer and index, in the order of docs/pack-format.md, "Checks on
   * opening", and that it is a ledger pack of exactly this range.
   *
   * <p>Throws {@code MissingArtifact} if there is no file, {@code CorruptArtifact} if a check
   * fails, {@code PermissionDenied} or {@code StorageUnavailable} if it cannot be read.
   *
   * @param range the ledgers the pack must hold
   */
  @MustBeClosed
  LedgerPack open(ChunkId chunk, LedgerRange range);

  /**
   * Opens a pack as {@link #open} does, but bypasses the operating system's cache. The bytes read
   * are those that survive a power cut; after a failed sync the cache may hold others.
   *
   * @return empty if the file system does not support this; the caller closes it
   */
  Optional<LedgerPack> openPastCache(ChunkId chunk, LedgerRange range);
}
