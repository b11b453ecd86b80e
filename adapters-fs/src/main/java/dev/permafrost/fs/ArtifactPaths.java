package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.file.Path;

/**
 * Where the artifacts of one kind stand: {@code {cold}/{kind}/{bucket:05d}/{chunk:08d}.{ext}}
 * (storage protocol, "Layout").
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
}
