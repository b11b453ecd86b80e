package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * A pack made elsewhere that can become the artifact of its chunk by a move within one file system
 * (docs/protocol.md, "Adoption").
 *
 * <p>Each method is a single step; the domain decides their order and writes the catalog keys
 * around them. Not thread-safe. It throws the same failures as {@link ArtifactStore} and {@link
 * LedgerPacks}.
 */
public interface PackCandidate {

  /** Where the candidate is, compared with the canonical path. */
  enum Place {
    /** There is no such file. */
    MISSING,
    /** It is a different file from the one at the canonical path, if there is one. */
    ELSEWHERE,
    /**
     * It is the file at the canonical path, under a second name in another directory: a move was
     * interrupted before the old name was removed, or someone made a hard link.
     */
    SECOND_NAME,
    /**
     * It is the canonical path itself, perhaps reached through another path to the same directory.
     */
    IN_PLACE
  }

  /** The chunk. */
  ChunkId chunk();

  /** The path, for messages. */
  String location();

  /**
   * Checks where the candidate is; changes nothing. Throws {@code ForeignEntry} if the path is not
   * a file.
   */
  Place look();

  /** Whether the candidate is in the file system of the cold root, so that it can be moved. */
  boolean isMovable();

  /**
   * Opens the candidate as {@link LedgerPacks#open} opens a pack, with the same failures. Throws
   * {@code CandidateMissing} if there is no such file.
   */
  @MustBeClosed
  LedgerPack open(LedgerRange range);

  /**
   * Opens the candidate past the operating system's cache, as {@link LedgerPacks#openPastCache}
   * does.
   *
   * @return empty if the file system does not support this; the caller closes it
   */
  Optional<LedgerPack> openPastCache(LedgerRange range);

  /** Syncs the file, but not its directory. */
  void sync();

  /**
   * Adds the canonical name to the file as a hard link; creates missing directories. Never replaces
   * an existing file: throws {@code UnadoptedArtifact} if there is one. Not durable; {@link
   * ArtifactStore#makeDurableInPlace} makes it so.
   */
  void link();

  /**
   * Removes the file's old name. Does nothing if it is already gone. Not durable.
   *
   * @throws IllegalStateException unless the place is {@link Place#SECOND_NAME}: in no other case
   *     is the file known to have another name
   */
  void unlink();

  /** Makes the removal of that name durable: syncs its directory. */
  void makeUnlinkDurable();
}
