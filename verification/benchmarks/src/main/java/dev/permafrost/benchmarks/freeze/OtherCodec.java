package dev.permafrost.benchmarks.freeze;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.zstd.ZstdFrameCodec;

/** The same codec under another name, so that no frame may be kept: all are made anew. */
final class OtherCodec implements FrameCodec {

  private final FrameCodec codec = new ZstdFrameCodec();

  @Override
  public CodecFingerprint fingerprint() {
    return new CodecFingerprint("bench-" + codec.fingerprint().value());
  }

  @Override
  @MustBeClosed
  public CodecSession open() {
    return codec.open();
  }
}
