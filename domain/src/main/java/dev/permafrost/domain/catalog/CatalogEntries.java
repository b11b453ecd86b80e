package dev.permafrost.domain.catalog;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.roots.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the entries of a catalog strictly: an entry that no constructor produces is an error that
 * names it.
 */
final class CatalogEntries {

  /** An artifact's entry. */
  record Artifact(CatalogKey.Artifact key, ArtifactState state) {}

  /** A hot database's entry. */
  record Hot(CatalogKey.Hot key, HotState state) {}

  private CatalogEntries() {}

  static Artifact artifact(MetaStore.Entry entry, Set<ArtifactKind> kinds, Geometry geometry) {
    Optional<CatalogKey> key = CatalogKey.parse(entry.key());
    if (key.isEmpty() || !(key.get() instanceof CatalogKey.Artifact artifact)) {
      throw unknown(entry, "the key is not of the form chunk:{8 digits}:{kind}");
    }
    if (!kinds.contains(artifact.kind())) {
      throw unknown(entry, "the kind is not registered, known are " + kinds);
    }
    requireChunk(entry, artifact.chunk(), geometry);
    return new Artifact(
        artifact,
        ArtifactState.of(entry.value())
            .orElseThrow(() -> unknown(entry, "known are freezing, frozen and pruning")));
  }

  static Hot hot(MetaStore.Entry entry, Geometry geometry) {
    Optional<CatalogKey> key = CatalogKey.parse(entry.key());
    if (key.isEmpty() || !(key.get() instanceof CatalogKey.Hot hot)) {
      throw unknown(entry, "the key is not of the form hot:chunk:{8 digits}");
    }
    requireChunk(entry, hot.chunk(), geometry);
    return new Hot(
        hot,
        HotState.of(entry.value())
            .orElseThrow(() -> unknown(entry, "known are transient and ready")));
  }

  static long earliestLedger(String value, Geometry geometry) {
    MetaStore.Entry entry = new MetaStore.Entry(CatalogKey.EARLIEST_LEDGER, value);
    if (!value.matches("[1-9][0-9]{0,9}")) {
      throw unknown(entry, "it is not a decimal ledger sequence");
    }
    long sequence = Long.parseLong(value);
    try {
      if (geometry.first(geometry.chunkOf(sequence)) != sequence) {
        throw unknown(entry, "it is not the first ledger of a chunk");
      }
    } catch (OutOfRange e) {
      throw unknown(entry, "there is no such ledger");
    }
    return sequence;
  }

  static CatalogScan scan(
      List<MetaStore.Entry> entries, Set<ArtifactKind> kinds, Geometry geometry) {
    SortedMap<ChunkId, SortedMap<ArtifactKind, ArtifactState>> artifacts = new TreeMap<>();
    SortedMap<ChunkId, HotState> hots = new TreeMap<>();
    List<UnknownCatalogEntry> unknown = new ArrayList<>();
    for (MetaStore.Entry entry : entries) {
      try {
        if (entry.key().startsWith(CatalogKey.ARTIFACTS)) {
          Artifact artifact = artifact(entry, kinds, geometry);
          artifacts
              .computeIfAbsent(artifact.key().chunk(), chunk -> new TreeMap<>())
              .put(artifact.key().kind(), artifact.state());
        } else if (entry.key().startsWith(CatalogKey.HOT)) {
          Hot hot = hot(entry, geometry);
          hots.put(hot.key().chunk(), hot.state());
        } else {
          requireConfig(entry, geometry);
        }
      } catch (UnknownCatalogEntry e) {
        unknown.add(e);
      }
    }
    return new CatalogScan(rows(artifacts, hots), unknown);
  }

  private static List<ChunkRow> rows(
      SortedMap<ChunkId, SortedMap<ArtifactKind, ArtifactState>> artifacts,
      SortedMap<ChunkId, HotState> hots) {
    SortedMap<ChunkId, ChunkRow> rows = new TreeMap<>();
    artifacts.forEach(
        (chunk, states) ->
            rows.put(
                chunk, new ChunkRow(chunk, hots.getOrDefault(chunk, HotState.ABSENT), states)));
    hots.forEach(
        (chunk, state) -> rows.putIfAbsent(chunk, new ChunkRow(chunk, state, new TreeMap<>())));
    return List.copyOf(rows.values());
  }

  private static void requireConfig(MetaStore.Entry entry, Geometry geometry) {
    switch (entry.key()) {
      case CatalogKey.STORE -> {
        if (!StoreId.isWellFormed(entry.value())) {
          throw unknown(entry, "it is not a store id");
        }
      }
      case CatalogKey.NETWORK -> {
        if (entry.value().isEmpty()) {
          throw unknown(entry, "it is empty");
        }
      }
      case CatalogKey.FORMAT -> StoreFormat.of(entry.value());
      case CatalogKey.EARLIEST_LEDGER -> earliestLedger(entry.value(), geometry);
      default -> throw unknown(entry, "there is no such key");
    }
  }

  private static void requireChunk(MetaStore.Entry entry, ChunkId chunk, Geometry geometry) {
    if (chunk.compareTo(geometry.largest()) > 0) {
      throw unknown(entry, "there is no such chunk, the largest is " + geometry.largest());
    }
  }

  private static UnknownCatalogEntry unknown(MetaStore.Entry entry, String problem) {
    return new UnknownCatalogEntry(entry.key(), entry.value(), problem);
  }
}
