package dev.permafrost.ports.roots;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;

/**
 * Something that stands in a root, as a survey of it tells: what the store's own names say it is,
 * not what the catalog says. The identity files, the catalog's database, directories of kinds and
 * of buckets are the frame that these stand in, and no entries.
 */
public sealed interface RootEntry {

  /** Where it is. */
  String path();

  /**
   * A file that is named like an artifact: {@code {kind}/{bucket:05d}/{chunk:08d}.*} of a kind that
   * is known. Its extension was not looked at: it is the artifact if it stands where {@code
   * ArtifactStore.locate} says.
   *
   * @param kind the kind
   * @param chunk the chunk
   * @param path where it is
   * @param sizeBytes its size
   */
  record ChunkFile(ArtifactKind kind, ChunkId chunk, String path, long sizeBytes)
      implements RootEntry {}

  /**
   * A directory that is named like a hot database: {@code {chunk:08d}}.
   *
   * @param chunk the chunk
   * @param path where it is
   */
  record HotDirectory(ChunkId chunk, String path) implements RootEntry {}

  /**
   * Whatever no store makes: it is told of, and is not the store's to remove.
   *
   * @param path where it is; of a directory, nothing below it is told
   */
  record Foreign(String path) implements RootEntry {}

  /**
   * Something that could not be looked at, so that nothing is known of it.
   *
   * @param path where it is
   * @param failure why not
   */
  record Unreadable(String path, StorageFailure failure) implements RootEntry {}
}
