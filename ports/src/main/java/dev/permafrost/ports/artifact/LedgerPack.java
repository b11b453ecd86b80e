package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * An open pack of ledgers. Immutable and thread-safe; each thread uses its own cursor. Frames are
 * returned unchecked: decoding a frame checks its checksum.
 */
public interface LedgerPack extends AutoCloseable {

  /** The path, for messages. */
  String location();

  /** The ledgers it holds. */
  LedgerRange range();

  /** The size of the file in bytes. */
  long sizeBytes();

  /**
   * The form of the pack; {@code verify} and {@code audit} report it if it is not the current one.
   */
  PackForm form();

  /**
   * Starts a check of the pack's content hash; empty if it has none. Packs written by this project
   * have none.
   */
  Optional<ContentHashCheck> contentHash();

  /**
   * Reads one frame with one positional read and lends it.
   *
   * @param sequence a ledger of the range; any other is an {@link IllegalArgumentException}
   * @param use gets the frame, a direct buffer from position to limit, valid until it returns
   * @return what {@code use} returned
   */
  <T> T withFrame(long sequence, Function<ByteBuffer, T> use);

  /**
   * A cursor over a part of the pack, in order, reading ahead in large blocks.
   *
   * @param part lies within the pack's range
   */
  @MustBeClosed
  FrameCursor scan(LedgerRange part);

  /**
   * The bytes after the last frame, as they were checked when the pack was opened. Together with
   * the frames of a {@link #scan} of the whole range they are the file, byte for byte.
   *
   * @return a read-only buffer that the caller owns
   */
  ByteBuffer tail();

  /** Closes the file; closing twice has no effect. */
  @Override
  void close();
}
