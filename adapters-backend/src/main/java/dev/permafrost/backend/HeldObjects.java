package dev.permafrost.backend;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The objects of a lake that the caller holds, for example in memory. Called on the threads that
 * use the lake, several at once.
 */
@FunctionalInterface
public interface HeldObjects {

  /**
   * Lends an object; this includes the manifest.
   *
   * @param key its name below the lake's root
   * @return its bytes from position to limit, which are only read and must not change until the
   *     lake is closed; empty if there is none
   */
  Optional<ByteBuffer> borrowed(String key);
}
