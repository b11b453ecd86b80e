package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.OptionalLong;

/**
 * The files of all kinds under the cold root, {@code {kind}/{bucket:05d}/{chunk:08d}.{ext}}. Path
 * and catalog key are a fixed bijection (docs/protocol.md, "Layout").
 *
 * <p>Its steps are plain: the order in which they are taken, and the catalog keys around them, are
 * the domain's. Safe for several threads, as long as two never work on the same file.
 *
 * <p>Every method throws a {@code dev.permafrost.ports.failure.StorageFailure}: permission, no
 * space, too many files or I/O as storage unavailable, a failed sync as a durability failure.
 */
public interface ArtifactStore {

  /** The path of an artifact, for messages; it need not exist. */
  String locate(ArtifactKind kind, ChunkId chunk);

  /**
   * The size in bytes of an artifact's file, or empty if nothing stands there. Nothing is opened.
   * Throws {@code ForeignEntry} if something stands there that is no file.
   */
  OptionalLong look(ArtifactKind kind, ChunkId chunk);

  /**
   * Creates the directories that are missing and a new, empty file at the canonical place. What an
   * earlier attempt left there is unlinked, never truncated, so that an open reader keeps what it
   * has. Throws {@code ForeignEntry} if what stands there is a directory. Nothing is durable.
   */
  @MustBeClosed
  ArtifactWriter create(ArtifactKind kind, ChunkId chunk);

  /**
   * Creates a new, empty file beside an artifact's file, which stays as it is until {@link
   * ArtifactWriter#makeDurable} syncs the new one, renames it over the old one and syncs the
   * directories. Nothing is durable before. Throws {@code MissingArtifact} if there is no file to
   * create it beside, {@code ForeignEntry} if what stands there is no file.
   *
   * <p>Closing the writer, or abandoning it, before that removes the new file and leaves the old.
   *
   * <p>A process that dies may leave a new file behind, and it may be a sounder copy than the old
   * one: a power cut may have lost the rename and what the old file had in the cache. So it is
   * neither written over nor removed before a new file has taken the place of the old one, durably.
   */
  @MustBeClosed
  ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk);

  /**
   * Makes the file at the canonical place durable, even if another process wrote it: syncs the
   * file, then every directory from its own up to the cold root. A write that failed before may
   * have left bytes in the operating system's cache that no sync covers, so what is durable is then
   * known only by reading past the cache. Throws {@code MissingArtifact} if there is no file,
   * {@code ForeignEntry} if what stands there is no file.
   */
  void makeDurableInPlace(ArtifactKind kind, ChunkId chunk);

  /**
   * Unlinks an artifact's file. Gone already: nothing to do. Throws {@code ForeignEntry} if what
   * stands there is a directory. Not durable.
   */
  void unlink(ArtifactKind kind, ChunkId chunk);

  /**
   * Makes an unlinking durable: syncs the directory of the file, or, where that does not exist, the
   * nearest one above it. It never takes what is visible for durable.
   */
  void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk);
}
