package dev.permafrost.domain.artifact;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.PackBeside;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * Checks the files of a chunk's artifacts before the catalog's state for them is relied on
 * (docs/protocol.md, "The last copy"). Changes nothing. Thread-safe.
 */
public final class ArtifactFiles {

  private final Geometry geometry;
  private final Kinds kinds;
  private final ArtifactStore artifacts;
  private final LedgerPacks packs;

  /** Creates the checks for a store's artifacts. */
  public ArtifactFiles(Geometry geometry, Kinds kinds, ArtifactStore artifacts, LedgerPacks packs) {
    this.geometry = geometry;
    this.kinds = kinds;
    this.artifacts = artifacts;
    this.packs = packs;
  }

  /** The kinds that are registered. */
  public Kinds kinds() {
    return kinds;
  }

  /** The files of all kinds, for writing. */
  public ArtifactStore artifacts() {
    return artifacts;
  }

  /** The packs, for reading. */
  public LedgerPacks packs() {
    return packs;
  }

  /** The path of an artifact, for messages. */
  public String locate(ArtifactKind kind, ChunkId chunk) {
    return artifacts.locate(kind, chunk);
  }

  /** The size of an artifact's file in bytes; empty if there is none. Opens nothing. */
  public OptionalLong look(ArtifactKind kind, ChunkId chunk) {
    return artifacts.look(kind, chunk);
  }

  /**
   * Checks that the file of a frozen artifact exists and is not smaller than a whole one. Opens
   * nothing.
   *
   * @return its size in bytes
   * @throws MissingArtifact if there is no file
   * @throws CorruptArtifact if it is too small
   */
  public long requireThere(ArtifactKind kind, ChunkId chunk) {
    String path = artifacts.locate(kind, chunk);
    OptionalLong found = artifacts.look(kind, chunk);
    if (found.isEmpty()) {
      throw new MissingArtifact(chunk, kind, path);
    }
    long least = kinds.format(kind).leastBytes(geometry.range(chunk));
    if (found.getAsLong() < least) {
      throw new CorruptArtifact(
          path,
          "file size",
          "at least " + least + " bytes",
          Long.toString(found.getAsLong()),
          CorruptArtifact.Damage.SIZE,
          null);
    }
    return found.getAsLong();
  }

  /**
   * Opens the frozen pack of a chunk, which checks trailer, index, chunk and count, and closes it.
   * Called before hot data is removed that may be the last copy.
   *
   * @throws MissingArtifact if there is no file
   * @throws CorruptArtifact if it does not open
   */
  public void requirePackOpens(ChunkId chunk) {
    formOfPack(chunk);
  }

  /** The form of a chunk's pack, which is opened for this; throws as {@link #requirePackOpens}. */
  public PackForm formOfPack(ChunkId chunk) {
    try (LedgerPack pack = packs.open(chunk, geometry.range(chunk))) {
      return pack.form();
    }
  }

  /**
   * Throws if one of the artifacts to be made has a file but no key: such a file does not come from
   * the write protocol, and may be the last copy.
   *
   * @param due the kinds to be made
   * @throws UnadoptedArtifact if there is such a file
   */
  public void requireNoneUnadopted(ChunkRow row, Collection<ArtifactKind> due) {
    for (ArtifactKind kind : due) {
      if (row.artifact(kind) == ArtifactState.ABSENT
          && artifacts.look(kind, row.chunk()).isPresent()) {
        throw unadopted(kind, row.chunk());
      }
    }
  }

  /** Creates the failure for a file without a key. */
  public UnadoptedArtifact unadopted(ArtifactKind kind, ChunkId chunk) {
    boolean isWhole = kind.equals(ArtifactKind.LEDGERS) && opens(chunk);
    return new UnadoptedArtifact(chunk, kind, artifacts.locate(kind, chunk), isWhole);
  }

  /** The state of a chunk's pack, for a failure about its hot data. */
  public PackBeside packBeside(ChunkRow row) {
    return switch (row.artifact(ArtifactKind.LEDGERS)) {
      case ABSENT, FREEZING -> opens(row.chunk()) ? PackBeside.UNADOPTED : PackBeside.NONE;
      case FROZEN -> opens(row.chunk()) ? PackBeside.FROZEN : PackBeside.NONE;
      case PRUNING -> PackBeside.NONE;
    };
  }

  /**
   * Whether the file at the path of a chunk's pack is not a valid pack of any chunk or version. A
   * missing file does not count.
   *
   * @throws StorageFailure if it cannot be read at the moment, so that nothing is known about it
   */
  public boolean isUnsound(ChunkId chunk) {
    try {
      requirePackOpens(chunk);
      return false;
    } catch (CorruptArtifact e) {
      return e.damage() != CorruptArtifact.Damage.OTHER
          && e.damage() != CorruptArtifact.Damage.VERSION;
    } catch (MissingArtifact e) {
      return false;
    }
  }

  /** The same, but false if the file cannot be read at the moment. */
  public boolean isKnownUnsound(ChunkId chunk) {
    try {
      return isUnsound(chunk);
    } catch (StorageFailure e) {
      return false;
    }
  }

  /** Whether the chunk has a pack at the canonical path that opens. */
  public boolean opens(ChunkId chunk) {
    try {
      requirePackOpens(chunk);
      return true;
    } catch (StorageFailure e) {
      return false;
    }
  }
}
