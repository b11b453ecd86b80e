package dev.permafrost.domain.source;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.source.HotChunkSource.Frames;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Picks the source of a chunk's ledgers, always in this order: its hot database, its own pack, the
 * lake (docs/protocol.md, "Picking the source"). For the first two, no request is sent to the lake.
 * A failure leaves no trace in the catalog.
 */
public final class SourcePicker {

  private final ReadingCatalog catalog;
  private final HotChunks hot;
  private final ArtifactFiles files;
  private final FrameCodec codec;
  private final Lake lake;
  private final boolean decodesHotFrames;
  private final StorageEvents events;

  /**
   * Creates a picker over the sources of a store.
   *
   * @param decodesHotFrames whether frames of hot databases are decoded even if they could be
   *     passed on
   */
  public SourcePicker(
      ReadingCatalog catalog,
      HotChunks hot,
      ArtifactFiles files,
      FrameCodec codec,
      Lake lake,
      boolean decodesHotFrames,
      StorageEvents events) {
    this.catalog = catalog;
    this.hot = hot;
    this.files = files;
    this.codec = codec;
    this.lake = lake;
    this.decodesHotFrames = decodesHotFrames;
    this.events = events;
  }

  /**
   * Picks the source, and opens it if it is local.
   *
   * @param kinds the kinds to be made
   * @return the source, which the caller closes
   */
  @SuppressWarnings("MustBeClosedChecker") // owned by the returned source
  public ChunkSource pick(ChunkId chunk, Set<ArtifactKind> kinds, CancelToken cancel) {
    LedgerRange range = catalog.geometry().range(chunk);
    Optional<ChunkSource> complete = pickHot(chunk, range, kinds);
    if (complete.isPresent()) {
      return complete.get();
    }
    if (!kinds.contains(ArtifactKind.LEDGERS)
        && catalog.row(chunk).artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      return new PackChunkSource(files.packs().open(chunk, range));
    }
    return lake.source(chunk, range, cancel);
  }

  private Optional<ChunkSource> pickHot(ChunkId chunk, LedgerRange range, Set<ArtifactKind> kinds) {
    Optional<HotReader> ready = hot.openForReading(chunk);
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    HotReader reader = ready.get();
    boolean picked = false;
    try {
      OptionalLong highest = reader.highest();
      if (highest.isPresent() && highest.getAsLong() == range.last()) {
        Frames frames = frames(reader, kinds);
        picked = true;
        return Optional.of(new HotChunkSource(reader, range, frames));
      }
      String have = highest.isPresent() ? "up to " + highest.getAsLong() : "no ledger";
      events.remarked(
          new Remark(
              Remark.Level.INFO,
              Optional.of(chunk),
              "hot data is incomplete (" + have + " of " + range + "), continuing without it"));
      return Optional.empty();
    } finally {
      if (!picked) {
        reader.close();
      }
    }
  }

  private Frames frames(HotReader reader, Set<ArtifactKind> kinds) {
    if (!reader.codecs().equals(Set.of(codec.fingerprint()))) {
      return Frames.MADE_ANEW;
    }
    boolean rawIsRead =
        kinds.stream().anyMatch(kind -> files.kinds().format(kind).reads().contains(Reads.RAW));
    return decodesHotFrames || rawIsRead ? Frames.KEPT : Frames.PASSED;
  }
}
