package dev.permafrost.domain.read;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.ledger.LedgerFront;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Lists the chunks of a store, one row for each. Changes nothing; a bad chunk does not hide others.
 */
public final class Inventory {

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final ArtifactFiles artifacts;
  private final HotStores hotStores;
  private final HotChunks hot;
  private final LedgerLookup ledgers;

  /** Creates the inventory of a store. */
  public Inventory(
      ReadingCatalog catalog,
      ArtifactFiles artifacts,
      HotStores hotStores,
      HotChunks hot,
      LedgerLookup ledgers) {
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.artifacts = artifacts;
    this.hotStores = hotStores;
    this.hot = hot;
    this.ledgers = ledgers;
  }

  /** The state of one chunk, from its row of the catalog. */
  public ChunkStatus status(ChunkRow row) {
    return status(row, this::hotHighest);
  }

  /**
   * The same, for polling while the store works: a hot chunk's highest ledger is taken from memory,
   * and its database is opened only if it is not known yet.
   */
  public ChunkStatus glance(ChunkRow row) {
    return status(row, hot::watermark);
  }

  private ChunkStatus status(ChunkRow row, Function<ChunkId, OptionalLong> highestOfHot) {
    List<StorageFailure> problems = new ArrayList<>();
    SortedMap<ArtifactKind, ChunkStatus.File> files = files(row, problems);
    OptionalLong hotHighest = OptionalLong.empty();
    long hotBytes = 0;
    try {
      hotBytes = hotStores.sizeBytes(row.chunk());
      hotHighest = highestOfHot.apply(row.chunk());
    } catch (StorageFailure e) {
      problems.add(e);
    }
    OptionalLong highest =
        row.state() == ChunkState.FROZEN ? packHighest(row.chunk(), files) : hotHighest;
    return new ChunkStatus(row, highest, hotStores.locate(row.chunk()), hotBytes, files, problems);
  }

  /**
   * The newest readable ledger, and when it was closed: the only indication of how old a store is.
   * Hot data and a witness that were restored together from an earlier moment are consistent; only
   * their age shows it.
   *
   * @return empty if there is no ledger, or none is readable
   */
  public Optional<NewestLedger> newest() {
    List<ChunkRow> rows = catalog.scan().rows();
    for (int i = rows.size() - 1; i >= 0; i--) {
      Optional<NewestLedger> newest = newest(rows.get(i));
      if (newest.isPresent()) {
        return newest;
      }
    }
    return Optional.empty();
  }

  private Optional<NewestLedger> newest(ChunkRow row) {
    try {
      OptionalLong highest = status(row).highest();
      return highest.isEmpty()
          ? Optional.empty()
          : Optional.of(
              ledgers.withLedger(
                  highest.getAsLong(),
                  raw ->
                      new NewestLedger(
                          highest.getAsLong(),
                          Instant.ofEpochSecond(LedgerFront.parse(raw).closeTimeSeconds()))));
    } catch (StorageFailure e) {
      return Optional.empty();
    }
  }

  /** The state of one chunk, whether or not it has a key in the catalog. */
  public ChunkStatus status(ChunkId chunk) {
    return status(catalog.row(chunk));
  }

  private SortedMap<ArtifactKind, ChunkStatus.File> files(
      ChunkRow row, List<StorageFailure> problems) {
    SortedMap<ArtifactKind, ChunkStatus.File> files = new TreeMap<>();
    row.artifacts()
        .forEach(
            (kind, state) -> {
              String path = artifacts.locate(kind, row.chunk());
              try {
                OptionalLong bytes = artifacts.look(kind, row.chunk());
                files.put(kind, new ChunkStatus.File(path, bytes));
                if (state == ArtifactState.FROZEN) {
                  artifacts.requireThere(kind, row.chunk());
                }
              } catch (StorageFailure e) {
                files.putIfAbsent(kind, new ChunkStatus.File(path, OptionalLong.empty()));
                problems.add(e);
              }
            });
    return files;
  }

  private OptionalLong hotHighest(ChunkId chunk) {
    return hot.look(chunk, HotReader::highest).orElse(OptionalLong.empty());
  }

  /** A frozen chunk is complete; only its file decides whether its ledgers can be read. */
  private OptionalLong packHighest(ChunkId chunk, SortedMap<ArtifactKind, ChunkStatus.File> files) {
    ChunkStatus.File pack = files.get(ArtifactKind.LEDGERS);
    return pack != null && pack.bytes().isPresent()
        ? OptionalLong.of(geometry.last(chunk))
        : OptionalLong.empty();
  }
}
