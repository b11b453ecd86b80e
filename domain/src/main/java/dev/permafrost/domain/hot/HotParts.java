package dev.permafrost.domain.hot;

import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import java.util.Set;

/**
 * What a hot database is made of and named by.
 *
 * @param catalog holds its key
 * @param stores makes and opens it
 * @param directories makes and removes its directory
 * @param families its column families
 */
record HotParts(
    Catalog catalog, HotStores stores, HotDirectories directories, Set<ColumnFamily> families) {

  Geometry geometry() {
    return catalog.geometry();
  }
}
