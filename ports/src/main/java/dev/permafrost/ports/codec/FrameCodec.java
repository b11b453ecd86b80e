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

  /** What decides this codec's output. */
  CodecFingerprint fingerprint();

  /**
   * Opens one worker's contexts. The caller must close them: they are native memory, which no
   * garbage collector frees in time.
   */
  @MustBeClosed
  CodecSession open();
}
