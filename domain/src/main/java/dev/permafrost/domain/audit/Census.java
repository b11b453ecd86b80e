package dev.permafrost.domain.audit;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.CatalogScan;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.roots.RootEntry;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the entries in the roots with the catalog: which chunks there are, what has no key, what
 * belongs to no chunk. It is the only part of the domain that lists directories. Changes nothing.
 */
public final class Census {

  /**
   * The result of a census.
   *
   * @param rows the chunks whose keys are all known
   * @param unknown the chunks with an unknown entry, so that nothing is known about their files
   * @param orphans entries without a key, by chunk
   * @param elsewhere findings that belong to no chunk
   */
  public record Result(
      SortedMap<ChunkId, ChunkRow> rows,
      SortedMap<ChunkId, List<UnknownCatalogEntry>> unknown,
      SortedMap<ChunkId, List<Orphan>> orphans,
      List<Finding> elsewhere) {}

  private static final Pattern CHUNK_KEY = Pattern.compile("(?:hot:)?chunk:([0-9]{8})(?::.*)?");

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final StoreRoots roots;
  private final ArtifactStore artifacts;

  /** Creates the census of a store. */
  public Census(ReadingCatalog catalog, StoreRoots roots, ArtifactStore artifacts) {
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.roots = roots;
    this.artifacts = artifacts;
  }

  /**
   * Takes the census.
   *
   * @param cancel checked between entries
   */
  public Result take(CancelToken cancel) {
    CatalogScan scan = catalog.scan();
    Result result =
        new Result(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    scan.rows().forEach(row -> result.rows.put(row.chunk(), row));
    scan.unknown().forEach(entry -> addUnknown(entry, result));
    result.rows.keySet().removeAll(result.unknown.keySet());
    for (RootRole role : RootRole.values()) {
      roots.survey(
          role,
          entry -> {
            cancel.throwIfCancelled();
            add(entry, result);
          });
    }
    return result;
  }

  private static void addUnknown(UnknownCatalogEntry entry, Result result) {
    Matcher key = CHUNK_KEY.matcher(entry.key());
    if (key.matches()) {
      ChunkId chunk = new ChunkId(Integer.parseInt(key.group(1)));
      result.unknown.computeIfAbsent(chunk, ignored -> new ArrayList<>()).add(entry);
    } else {
      result.elsewhere.add(unknownEntry(entry, Optional.empty()));
    }
  }

  private static List<OperatorStep> byHand(String words) {
    return List.of(new OperatorStep.ByHand(words));
  }

  static Finding unknownEntry(UnknownCatalogEntry entry, Optional<ChunkId> chunk) {
    return new Finding(
        Violation.UNKNOWN_ENTRY,
        Severity.of(entry),
        chunk,
        entry.key(),
        String.valueOf(entry.getMessage()),
        Optional.of(entry),
        byHand("run the version, or the configuration of kinds, that wrote it"));
  }

  private void add(RootEntry entry, Result result) {
    if (entry instanceof RootEntry.ChunkFile file && isArtifact(file)) {
      addFile(file, result);
    } else if (entry instanceof RootEntry.HotDirectory directory && exists(directory.chunk())) {
      addDirectory(directory, result);
    } else if (entry instanceof RootEntry.Unreadable unreadable) {
      result.elsewhere.add(
          new Finding(
              Violation.UNREADABLE,
              Severity.of(unreadable.failure()),
              Optional.empty(),
              unreadable.path(),
              String.valueOf(unreadable.failure().getMessage()),
              Optional.of(unreadable.failure()),
              byHand("make it readable, and audit again")));
    } else {
      result.elsewhere.add(
          new Finding(
              Violation.FOREIGN,
              Severity.NOTE,
              Optional.empty(),
              entry.path(),
              "the store did not make this; it is left alone, and operations that need its place"
                  + " are refused",
              Optional.empty(),
              byHand("no action is needed: it does not belong to the store")));
    }
  }

  /** Whether a file is exactly at the path of its chunk's artifact. */
  private boolean isArtifact(RootEntry.ChunkFile file) {
    return exists(file.chunk()) && artifacts.locate(file.kind(), file.chunk()).equals(file.path());
  }

  private boolean exists(ChunkId chunk) {
    return chunk.compareTo(geometry.largest()) <= 0;
  }

  private static void addFile(RootEntry.ChunkFile file, Result result) {
    ArtifactKind kind = file.kind();
    ChunkRow row = result.rows.get(file.chunk());
    if (!result.unknown.containsKey(file.chunk())
        && (row == null || row.artifact(kind) == ArtifactState.ABSENT)) {
      orphan(new Orphan(file.chunk(), Optional.of(kind), file.path(), file.sizeBytes()), result);
    }
  }

  private static void addDirectory(RootEntry.HotDirectory directory, Result result) {
    ChunkRow row = result.rows.get(directory.chunk());
    if (!result.unknown.containsKey(directory.chunk())
        && (row == null || row.hot() == HotState.ABSENT)) {
      orphan(new Orphan(directory.chunk(), Optional.empty(), directory.path(), 0), result);
    }
  }

  private static void orphan(Orphan orphan, Result result) {
    result.orphans.computeIfAbsent(orphan.chunk(), ignored -> new ArrayList<>()).add(orphan);
  }
}
