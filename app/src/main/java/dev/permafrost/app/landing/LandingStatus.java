package dev.permafrost.app.landing;

import dev.permafrost.app.watch.StatusDocument;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.fs.RootSpace;
import dev.permafrost.fs.VolumeSpace;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.roots.RootRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The status of a run that makes packs, in the same document as a store's: packs that it made, or
 * found whole, are frozen chunks. Packs of other processes are not included. Thread-safe.
 */
public final class LandingStatus {

  private final Landing landing;
  private final Path directory;
  private final SortedMap<ChunkId, Receipt> landed = new TreeMap<>();

  /**
   * Creates a status without packs.
   *
   * @param directory where the landing is, for the space of its volume
   */
  public LandingStatus(Landing landing, Path directory) {
    this.landing = landing;
    this.directory = directory;
  }

  /** Adds a pack. */
  public synchronized void add(Receipt receipt) {
    landed.put(receipt.chunk(), receipt);
  }

  /** The current document. */
  public synchronized StatusDocument now() {
    VolumeSpace space = VolumeSpace.of(directory);
    return new StatusDocument(
        landed.values().stream().map(Receipt::network).findFirst(),
        Optional.empty(),
        landed.values().stream().map(this::chunk).toList(),
        List.of(),
        space.isKnown() ? List.of(new RootSpace(RootRole.COLD, directory, space)) : List.of());
  }

  private ChunkStatus chunk(Receipt receipt) {
    ChunkId chunk = receipt.chunk();
    return new ChunkStatus(
        new ChunkRow(
            chunk,
            HotState.ABSENT,
            new TreeMap<>(Map.of(ArtifactKind.LEDGERS, ArtifactState.FROZEN))),
        OptionalLong.of(Geometry.STANDARD.last(chunk)),
        "",
        0,
        new TreeMap<>(
            Map.of(
                ArtifactKind.LEDGERS,
                new ChunkStatus.File(
                    landing.locate(chunk), OptionalLong.of(receipt.file().sizeBytes())))),
        List.of());
  }
}
