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
 * Looks at the files of a chunk's artifacts before the catalog's word about them is taken or acted
 * on (docs/protocol.md, "The last copy"). Changes nothing. Safe for several threads.
 */
public final class ArtifactFiles {

  private final Geometry geometry;
  private final Kinds kinds;
  private final ArtifactStore artifacts;
  private final LedgerPacks packs;

  /** The files of a store's artifacts. */
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
   * Looks whether the file of a frozen artifact is there, and is not smaller than a whole one can
   * be. Opens nothing.
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
   * Opens the frozen pack of a chunk, which checks trailer, index, chunk and count, and closes it:
   * asked before hot data is removed that may be the last copy.
   *
   * @throws MissingArtifact if there is no file
   * @throws CorruptArtifact if it does not open
   */
  public void requirePackOpens(ChunkId chunk) {
    formOfPack(chunk);
  }

  /** The form of the pack at a chunk's place, which is opened for that; throws as the above. */
  public PackForm formOfPack(ChunkId chunk) {
    try (LedgerPack pack = packs.open(chunk, geometry.range(chunk))) {
      return pack.form();
    }
  }

  /**
   * Refuses to make artifacts where files stand under no key: they cannot come from the write
   * protocol, and may be the last copy.
   *
   * @param due the kinds that are to be made
   * @throws UnadoptedArtifact if such a file is there
   */
  public void requireNoneUnadopted(ChunkRow row, Collection<ArtifactKind> due) {
    for (ArtifactKind kind : due) {
      if (row.artifact(kind) == ArtifactState.ABSENT
          && artifacts.look(kind, row.chunk()).isPresent()) {
        throw unadopted(kind, row.chunk());
      }
    }
  }

  /** The failure that a file without a key is. */
  public UnadoptedArtifact unadopted(ArtifactKind kind, ChunkId chunk) {
    boolean isWhole = kind.equals(ArtifactKind.LEDGERS) && opens(chunk);
    return new UnadoptedArtifact(chunk, kind, artifacts.locate(kind, chunk), isWhole);
  }

  /** What lies at the place of a chunk's pack, for somebody who has lost the hot data. */
  public PackBeside packBeside(ChunkRow row) {
    return switch (row.artifact(ArtifactKind.LEDGERS)) {
      case ABSENT, FREEZING -> opens(row.chunk()) ? PackBeside.UNADOPTED : PackBeside.NONE;
      case FROZEN -> opens(row.chunk()) ? PackBeside.FROZEN : PackBeside.NONE;
      case PRUNING -> PackBeside.NONE;
    };
  }

  /**
   * Whether what stands at the place of a chunk's pack is no sound pack of any chunk and any
   * version. What is not there is not that.
   *
   * @throws StorageFailure if it cannot be read now, so that nothing is known of it
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

  /** The same, of what can be read now. */
  public boolean isKnownUnsound(ChunkId chunk) {
    try {
      return isUnsound(chunk);
    } catch (StorageFailure e) {
      return false;
    }
  }

  /** Whether a pack of the chunk stands at the canonical place and opens. */
  public boolean opens(ChunkId chunk) {
    try {
      requirePackOpens(chunk);
      return true;
    } catch (StorageFailure e) {
      return false;
    }
  }
}
