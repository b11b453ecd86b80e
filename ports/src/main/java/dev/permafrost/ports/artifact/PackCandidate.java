package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * A pack that was made elsewhere, and the steps by which it becomes the artifact of its chunk by a
 * move within one file system (docs/protocol.md, "Adoption").
 *
 * <p>The steps are plain; their order, and the catalog keys around them, are the domain's. Not
 * thread-safe. Failures are those of {@link ArtifactStore} and {@link LedgerPacks}.
 */
public interface PackCandidate {

  /** Where the candidate stands. */
  enum Place {
    /** There is no such file. */
    MISSING,
    /** It is a file other than the one at the canonical place, if there is one. */
    ELSEWHERE,
    /**
     * It is the file at the canonical place, under a name of its own, in another directory: a move
     * was cut short before the old name was removed, or somebody made a hard link.
     */
    SECOND_NAME,
    /** It is the canonical name itself, perhaps by another path to the same directory. */
    IN_PLACE
  }

  /** The chunk. */
  ChunkId chunk();

  /** The path, for messages. */
  String location();

  /** Looks, and changes nothing. Throws {@code ForeignEntry} if what stands there is no file. */
  Place look();

  /** Whether it stands in the file system of the cold root, so that it can be moved. */
  boolean isMovable();

  /**
   * Opens the candidate as {@link LedgerPacks#open} opens a pack, whose failures it has. Throws
   * {@code CandidateMissing} if there is no such file.
   */
  @MustBeClosed
  LedgerPack open(LedgerRange range);

  /**
   * Opens it for reading past the operating system's cache, as {@link LedgerPacks#openPastCache}
   * does.
   *
   * @return empty where the file system cannot do that; the caller closes it
   */
  Optional<LedgerPack> openPastCache(LedgerRange range);

  /** Syncs the file, not its directory. */
  void sync();

  /**
   * Gives the file its canonical name, beside the one that it has; creates the directories that are
   * missing. Never replaces what stands there: throws {@code UnadoptedArtifact} then. Not durable;
   * {@link ArtifactStore#makeDurableInPlace} does that.
   */
  void link();

  /**
   * Removes the name that it had. Gone already: nothing to do. Not durable. Refuses, as an {@link
   * IllegalStateException}, unless the place is {@link Place#SECOND_NAME}: nothing else is known to
   * leave the file under another name.
   */
  void unlink();

  /** Makes the removal of that name durable: syncs its directory. */
  void makeUnlinkDurable();
}
