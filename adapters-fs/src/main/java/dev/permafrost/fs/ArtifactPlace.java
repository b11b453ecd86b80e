package dev.permafrost.fs;

import java.nio.file.Path;
import java.util.List;

/**
 * Where an artifact's new file is written, and its canonical path.
 *
 * @param written the path of the new file
 * @param place the canonical path; different if the new file replaces an old one by a rename
 * @param directories from the file's own up to the cold root, to be synced in this order
 * @param leftBehind files that processes which have ended wrote next to it; removed once the new
 *     file is durable at its place, because until then one of them may be the only intact copy
 */
record ArtifactPlace(Path written, Path place, List<Path> directories, List<Path> leftBehind) {

  ArtifactPlace {
    directories = List.copyOf(directories);
    leftBehind = List.copyOf(leftBehind);
  }

  /** Whether the new file replaces an old one. */
  boolean isReplacing() {
    return !written.equals(place);
  }
}
