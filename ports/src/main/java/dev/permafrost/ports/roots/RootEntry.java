package dev.permafrost.ports.roots;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;

/**
 * An entry found by a survey of a root. It is classified by its name; the catalog is not consulted.
 * The identity files, the catalog's database, and the directories of kinds and buckets are not
 * entries.
 */
public sealed interface RootEntry {

  /** The path. */
  String path();

  /**
   * A file with the name of an artifact: {@code {kind}/{bucket:05d}/{chunk:08d}.*} of a known kind.
   * Its extension was not checked: it is the artifact if its path is the one from {@code
   * ArtifactStore.locate}.
   *
   * @param kind the kind
   * @param chunk the chunk
   * @param path where it is
   * @param sizeBytes its size
   */
  record ChunkFile(ArtifactKind kind, ChunkId chunk, String path, long sizeBytes)
      implements RootEntry {}

  /**
   * A directory with the name of a hot database: {@code {chunk:08d}}.
   *
   * @param chunk the chunk
   * @param path where it is
   */
  record HotDirectory(ChunkId chunk, String path) implements RootEntry {}

  /**
   * An entry that the store did not make. It is reported and never removed.
   *
   * @param path where it is; entries below a directory are not reported
   */
  record Foreign(String path) implements RootEntry {}

  /**
   * An entry that could not be examined.
   *
   * @param path where it is
   * @param failure why not
   */
  record Unreadable(String path, StorageFailure failure) implements RootEntry {}
}
