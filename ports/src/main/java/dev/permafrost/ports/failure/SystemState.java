package dev.permafrost.ports.failure;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a volume and of this process, looked at after an operation failed: what an error is
 * judged by, since the words of the operating system differ from language to language.
 *
 * <p>Each method looks when it is called, changes nothing, and throws nothing: what cannot be known
 * is said to be as it should be.
 */
public interface SystemState {

  /** Knows nothing, so that types and words alone decide: of simulated file systems. */
  SystemState UNKNOWN = new SystemState() {};

  /** The state of the volume that a path is on, or would be on, and of this process. */
  static SystemState of(Path path) {
    return new LocalState(path);
  }

  /** The same, of a path as text; {@link #UNKNOWN} where the text is no path. */
  static SystemState of(String path) {
    return LocalState.ofText(path);
  }

  /** Whether this process may not write there, or the volume is mounted read-only. */
  default boolean refusesWrites() {
    return false;
  }

  /** Whether so few bytes are left on the volume that a write cannot be expected to fit. */
  default boolean isFull() {
    return false;
  }

  /** How many files can still be made on the volume (free inodes); empty if that is not known. */
  default OptionalLong filesLeft() {
    return OptionalLong.empty();
  }

  /** Whether this process can open one more file. */
  default boolean hasDescriptors() {
    return true;
  }

  /** The symbolic link on the path, if there is one, that leads back to itself. */
  default Optional<Path> linkInACircle() {
    return Optional.empty();
  }
}
