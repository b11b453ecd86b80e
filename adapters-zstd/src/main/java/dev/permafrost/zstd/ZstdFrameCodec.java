package dev.permafrost.zstd;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.natives.NativeLibrary;
import java.util.Optional;

/**
 * The frame codec over libzstd, with the settings for records of a pack (docs/pack-format.md,
 * "Records"): level 3, one-shot, content size, XXH64 checksum.
 *
 * <p>Its output depends on the libzstd in the zstd-jni artifact; the fingerprint names the version
 * of the loaded artifact, not of the one this class was compiled with.
 */
public final class ZstdFrameCodec implements FrameCodec {

  static final int LEVEL = 3;

  private static final NativeLibrary LIBRARY =
      new NativeLibrary(
          "zstd-jni",
          () -> Optional.ofNullable(System.getProperty("ZstdTempFolder")),
          Native::load);

  private final CodecFingerprint fingerprint =
      new CodecFingerprint("zstd-" + libzstdVersion() + "/level-" + LEVEL + "/size+checksum");

  /**
   * Loads the library.
   *
   * @throws dev.permafrost.ports.failure.NativeLibraryUnavailable if it cannot be loaded
   */
  public ZstdFrameCodec() {
    LIBRARY.require();
  }

  @Override
  public CodecFingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  @MustBeClosed
  public CodecSession open() {
    return ZstdSession.open();
  }

  /** The version of zstd-jni that is loaded, such as {@code 1.5.7-28}. */
  static String artifactVersion() {
    try {
      // By reflection: the compiler would copy the constant's value into this class.
      return (String) ZstdVersion.class.getField("VERSION").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("zstd-jni does not tell its version", e);
    }
  }

  private static String libzstdVersion() {
    String artifact = artifactVersion();
    int dash = artifact.indexOf('-');
    return dash < 0 ? artifact : artifact.substring(0, dash);
  }
}
