package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * An open pack of ledgers. Immutable, and safe for several threads, each with its own cursor. The
 * content of a frame is not checked here; decoding it checks its checksum.
 */
public interface LedgerPack extends AutoCloseable {

  /** Where it is, for messages. */
  String location();

  /** The ledgers it holds. */
  LedgerRange range();

  /** The size of the file in bytes. */
  long sizeBytes();

  /** Its form, which {@code verify} and {@code audit} name where it is not the current one. */
  PackForm form();

  /** Begins a check of its content hash; empty if it has none, as packs of this project. */
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
   * The bytes behind the last frame, as they were checked when the pack was opened. Together with
   * the frames of a {@link #scan} of the whole range they are the file, byte for byte.
   *
   * @return a read-only buffer of the caller's own
   */
  ByteBuffer tail();

  /** Closes the file; closing twice is harmless. */
  @Override
  void close();
}
