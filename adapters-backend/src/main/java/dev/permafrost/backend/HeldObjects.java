package dev.permafrost.backend;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The objects of a lake that the caller holds itself, in memory for example. Called on the threads
 * that use the lake, several at once.
 */
@FunctionalInterface
public interface HeldObjects {

  /**
   * Lends an object, the manifest included.
   *
   * @param key its name below the lake's root
   * @return its bytes from position to limit, read and not changed, the same until the lake is
   *     closed; empty if there is none
   */
  Optional<ByteBuffer> borrowed(String key);
}
