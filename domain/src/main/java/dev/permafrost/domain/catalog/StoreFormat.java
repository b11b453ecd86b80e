package dev.permafrost.domain.catalog;

import dev.permafrost.ports.failure.UnknownCatalogEntry;

/**
 * The version of a store as a whole: its keys, its hot values, its roots (docs/protocol.md,
 * "Catalog keys").
 */
public final class StoreFormat {

  /** The version that this program writes, and the newest that it knows. */
  public static final long NEWEST = 1;

  private StoreFormat() {}

  /**
   * The version in a value of the key.
   *
   * @throws UnknownCatalogEntry if it is not a decimal number from 1 on
   */
  public static long of(String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new UnknownCatalogEntry(CatalogKey.FORMAT, value, "it is not a decimal version");
    }
    return Long.parseLong(value);
  }
}
