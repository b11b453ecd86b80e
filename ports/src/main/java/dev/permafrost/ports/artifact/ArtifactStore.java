package dev.permafrost.ports.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.OptionalLong;

/**
 * The files of all kinds under the cold root, {@code {kind}/{bucket:05d}/{chunk:08d}.{ext}}. Path
 * and catalog key are a fixed bijection (docs/protocol.md, "Layout").
 *
 * <p>Each method is a single step; the domain decides their order and writes the catalog keys
 * around them. Thread-safe, as long as no two threads work on the same file.
 *
 * <p>Every method throws a {@code dev.permafrost.ports.failure.StorageFailure} when it fails:
 * {@code PermissionDenied}, {@code NoSpace}, {@code StorageUnavailable} (too many files, I/O) or
 * {@code DurabilityFailure} (a sync).
 */
public interface ArtifactStore {

  /** The path of an artifact, for messages. The file need not exist. */
  String locate(ArtifactKind kind, ChunkId chunk);

  /**
   * The size in bytes of an artifact's file, or empty if there is none. Opens nothing. Throws
   * {@code ForeignEntry} if the path is not a file.
   */
  OptionalLong look(ArtifactKind kind, ChunkId chunk);

  /**
   * Creates a new, empty file at the canonical path, and any missing directories. A file left there
   * by an earlier attempt is unlinked, not truncated, so that readers that have it open keep its
   * content. Throws {@code ForeignEntry} if the path is a directory. Nothing is durable yet.
   */
  @MustBeClosed
  ArtifactWriter create(ArtifactKind kind, ChunkId chunk);

  /**
   * Creates a new, empty file next to an artifact's file. {@link ArtifactWriter#makeDurable} syncs
   * the new file, renames it over the old one and syncs the directories; until then the old file
   * stays as it is and nothing is durable. Throws {@code MissingArtifact} if the artifact has no
   * file, {@code ForeignEntry} if its path is not a file.
   *
   * <p>Closing or abandoning the writer before that removes the new file and keeps the old one.
   *
   * <p>A process that dies may leave a new file behind, and that file may be the better copy: a
   * power cut may have lost the rename and the old file's cached bytes. So it is neither
   * overwritten nor removed until another new file has durably replaced the old one.
   */
  @MustBeClosed
  ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk);

  /**
   * Makes the file at the canonical path durable, even if another process wrote it: syncs the file,
   * then every directory from its own up to the cold root. After an earlier failed write, the cache
   * may hold bytes that no sync covers; only reading past the cache then shows what is durable.
   * Throws {@code MissingArtifact} if there is no file, {@code ForeignEntry} if the path is not a
   * file.
   */
  void makeDurableInPlace(ArtifactKind kind, ChunkId chunk);

  /**
   * Unlinks an artifact's file. Does nothing if there is none. Throws {@code ForeignEntry} if the
   * path is a directory. Not durable.
   */
  void unlink(ArtifactKind kind, ChunkId chunk);

  /**
   * Makes an unlinking durable: syncs the file's directory, or the nearest existing one above it.
   * It syncs even if the file is visibly gone already.
   */
  void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk);
}
