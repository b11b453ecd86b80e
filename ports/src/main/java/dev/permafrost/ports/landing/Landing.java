package dev.permafrost.ports.landing;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * A place for finished packs that is not a store: no catalog, no lock, one file a chunk. Any number
 * of processes on any number of machines may write into one landing at once, and two attempts may
 * make the same chunk at the same time.
 *
 * <p>A pack appears under its chunk's name whole and durable, or not at all. No file is ever
 * written over. What an attempt left that ended before it published is garbage: nothing reads it,
 * and it may be removed by hand when no process writes into the landing. Safe for several threads.
 */
public interface Landing {

  /** Where it is, for messages. */
  String location();

  /** Where the pack of a chunk is, or would be, for messages. */
  String locate(ChunkId chunk);

  /**
   * Opens a published pack, after making it durable under its name: the attempt that published it
   * may have ended before it did that. It is read as the disk holds it, where that can be done.
   *
   * @param range the ledgers that it must hold
   * @return empty if no file has the chunk's name; the caller closes it
   * @throws dev.permafrost.ports.failure.CorruptArtifact if the file is no pack of these ledgers
   * @throws dev.permafrost.ports.failure.ForeignEntry if something else than a file has the name
   */
  Optional<LedgerPack> openPublished(ChunkId chunk, LedgerRange range);

  /**
   * Begins a file under a name of this attempt alone.
   *
   * @param attempt tells apart the attempts at one chunk, over all machines and all time: 1 to 64
   *     of the characters {@code a-z}, {@code 0-9} and {@code -}
   * @throws IllegalArgumentException if the attempt has no such name
   */
  @MustBeClosed
  LandingWriter begin(ChunkId chunk, String attempt);
}
