package dev.permafrost.ports.codec;

import com.google.errorprone.annotations.MustBeClosed;

/**
 * The codec between a raw ledger and its frame: exactly one Zstandard frame, level 3, one-shot,
 * with its content size and its XXH64 content checksum (docs/pack-format.md, "Records").
 *
 * <p>Equal ledgers give equal frames as long as {@link #fingerprint()} is the same. The codec
 * itself is immutable and may be shared; the sessions it opens belong to one worker each.
 */
public interface FrameCodec {

  /** Identifies this codec's output. */
  CodecFingerprint fingerprint();

  /**
   * Opens a session for one worker. The caller must close it: it holds native memory, which a
   * garbage collector does not free in time.
   */
  @MustBeClosed
  CodecSession open();
}
