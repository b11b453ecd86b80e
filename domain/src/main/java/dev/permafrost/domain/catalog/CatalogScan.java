package dev.permafrost.domain.catalog;

import dev.permafrost.ports.failure.UnknownCatalogEntry;
import java.util.List;

/**
 * The chunks of a catalog in order, and what in it could not be understood: one unknown entry hides
 * no other chunk.
 *
 * @param rows one a chunk that has a key
 * @param unknown one an entry that no version known here writes
 */
public record CatalogScan(List<ChunkRow> rows, List<UnknownCatalogEntry> unknown) {

  /** Copies both lists. */
  public CatalogScan {
    rows = List.copyOf(rows);
    unknown = List.copyOf(unknown);
  }
}
