package dev.permafrost.fs;

import dev.permafrost.ports.roots.RootRole;
import java.nio.file.Path;

/**
 * The three root directories of a store, as absolute paths.
 *
 * @param catalog the root of the catalog
 * @param hot the root of the hot databases
 * @param cold the root of the artifacts
 */
public record RootPaths(Path catalog, Path hot, Path cold) {

  /** The directory of the catalog root in the default layout. */
  static final String CATALOG = "catalog";

  /** The directory of the hot root in the default layout. */
  static final String HOT = "hot";

  /** Makes the paths absolute. */
  public RootPaths {
    catalog = catalog.toAbsolutePath();
    hot = hot.toAbsolutePath();
    cold = cold.toAbsolutePath();
  }

  /** The default layout: {@code {data}/catalog}, {@code {data}/hot}, and {@code {data}} itself. */
  public static RootPaths under(Path data) {
    return new RootPaths(data.resolve(CATALOG), data.resolve(HOT), data);
  }

  /** The path of one root. */
  public Path of(RootRole role) {
    return switch (role) {
      case CATALOG -> catalog;
      case HOT -> hot;
      case COLD -> cold;
    };
  }
}
