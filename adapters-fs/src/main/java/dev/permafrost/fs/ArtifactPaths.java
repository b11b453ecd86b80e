package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.file.Path;
import java.util.List;

/**
 * The paths of the artifacts of one kind: {@code {cold}/{kind}/{bucket:05d}/{chunk:08d}.{ext}}
 * (docs/protocol.md, "Layout").
 *
 * @param cold the cold root
 * @param kind the kind
 * @param extension the extension of its files, without the dot
 */
record ArtifactPaths(Path cold, ArtifactKind kind, String extension) {

  ArtifactPaths {
    if (!extension.matches("[a-z0-9]{1,16}")) {
      throw new IllegalArgumentException("no extension of a file: '" + extension + "'");
    }
  }

  Path kindDirectory() {
    return cold.resolve(kind.name());
  }

  Path bucket(ChunkId chunk) {
    return kindDirectory().resolve(chunk.bucketName());
  }

  Path file(ChunkId chunk) {
    return bucket(chunk).resolve(chunk.name() + "." + extension);
  }

  /** A name for a new file that is to replace the artifact; numbers start at 1. */
  Path beside(ChunkId chunk, int number) {
    return bucket(chunk).resolve(besidePrefix(chunk) + number);
  }

  /** Whether a name in the bucket is such a name. */
  boolean isBeside(ChunkId chunk, String name) {
    return name.startsWith(besidePrefix(chunk))
        && name.substring(besidePrefix(chunk).length()).matches("[1-9][0-9]{0,8}");
  }

  private String besidePrefix(ChunkId chunk) {
    return chunk.name() + "." + extension + ".beside-";
  }

  /** The directories of a file, from its own up to the cold root. */
  List<Path> directories(ChunkId chunk) {
    return List.of(bucket(chunk), kindDirectory(), cold);
  }
}
