package dev.permafrost.ports.failure;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a volume and of this process, checked after an operation failed. Errors are
 * classified by it, since the texts of the operating system depend on its language.
 *
 * <p>Each method checks at the time of the call, changes nothing, and throws nothing. What cannot
 * be determined is reported as normal.
 */
public interface SystemState {

  /** Knows nothing, so that exception types and texts alone decide. For simulated file systems. */
  SystemState UNKNOWN = new SystemState() {};

  /** The state of the volume that a path is on, or would be on, and of this process. */
  static SystemState of(Path path) {
    return new LocalState(path);
  }

  /** The same, for a path as text; {@link #UNKNOWN} if the text is not a path. */
  static SystemState of(String path) {
    return LocalState.ofText(path);
  }

  /** Whether this process may not write to the path, or the volume is mounted read-only. */
  default boolean refusesWrites() {
    return false;
  }

  /** Whether the volume has so few bytes left that a write is not expected to fit. */
  default boolean isFull() {
    return false;
  }

  /** How many more files the volume can hold (free inodes); empty if not known. */
  default OptionalLong filesLeft() {
    return OptionalLong.empty();
  }

  /** Whether this process can open one more file. */
  default boolean hasDescriptors() {
    return true;
  }

  /** The symbolic link in the path that leads back to itself, if there is one. */
  default Optional<Path> linkInACircle() {
    return Optional.empty();
  }
}
