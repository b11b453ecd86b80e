package dev.permafrost.domain.catalog;

import dev.permafrost.ports.failure.UnknownCatalogEntry;
import java.util.List;

/**
 * The chunks of a catalog in order, and the unknown entries, which do not hide other chunks.
 *
 * @param rows one for each chunk that has a key
 * @param unknown one for each entry that no version known here writes
 */
public record CatalogScan(List<ChunkRow> rows, List<UnknownCatalogEntry> unknown) {

  /** Copies both lists. */
  public CatalogScan {
    rows = List.copyOf(rows);
    unknown = List.copyOf(unknown);
  }
}
