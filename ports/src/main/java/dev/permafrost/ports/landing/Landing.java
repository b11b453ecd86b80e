package dev.permafrost.ports.landing;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * A place for finished packs that is not a store: no catalog, no lock, one file for each chunk. Any
 * number of processes on any number of machines may write into one landing at once, and two
 * attempts may make the same chunk at the same time.
 *
 * <p>A pack appears under its chunk's name whole and durable, or not at all. No file is ever
 * overwritten. Files of attempts that ended before publishing are garbage: nothing reads them, and
 * they may be removed by hand when no process writes into the landing. Thread-safe.
 */
public interface Landing {

  /** Where it is, for messages. */
  String location();

  /** Where the pack of a chunk is, or would be, for messages. */
  String locate(ChunkId chunk);

  /**
   * Opens a published pack, after making it durable under its name: the attempt that published it
   * may have ended before doing so. It is read past the cache if the file system supports that.
   *
   * @param range the ledgers that it must hold
   * @return empty if no file has the chunk's name; the caller closes it
   * @throws dev.permafrost.ports.failure.CorruptArtifact if the file is not a pack of these ledgers
   * @throws dev.permafrost.ports.failure.ForeignEntry if the name is not a file's
   */
  Optional<LedgerPack> openPublished(ChunkId chunk, LedgerRange range);

  /**
   * Starts a file under a name that only this attempt uses.
   *
   * @param attempt identifies the attempt among all attempts at a chunk, over all machines and all
   *     time: 1 to 64 of the characters {@code a-z}, {@code 0-9} and {@code -}
   * @throws IllegalArgumentException if the attempt has another form
   */
  @MustBeClosed
  LandingWriter begin(ChunkId chunk, String attempt);
}
