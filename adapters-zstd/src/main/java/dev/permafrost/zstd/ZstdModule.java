package dev.permafrost.zstd;

import dagger.Module;
import dagger.Provides;
import dev.permafrost.ports.codec.FrameCodec;

/** Binds the frame codec port to {@link ZstdFrameCodec}. */
@Module
public interface ZstdModule {

  /** The codec; it holds no resources, its sessions do. */
  @Provides
  static FrameCodec frameCodec() {
    return new ZstdFrameCodec();
  }
}
