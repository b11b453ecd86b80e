package dev.permafrost.domain.hot;

import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import java.util.Set;

/**
 * The parts that hot databases are made with.
 *
 * @param catalog holds their keys
 * @param stores creates and opens them
 * @param directories creates and removes their directories
 * @param families their column families
 */
record HotParts(
    Catalog catalog, HotStores stores, HotDirectories directories, Set<ColumnFamily> families) {

  Geometry geometry() {
    return catalog.geometry();
  }
}
