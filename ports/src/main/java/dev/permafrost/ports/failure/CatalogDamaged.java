package dev.permafrost.ports.failure;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalog's database is there, and a part of it is not sound. */
public final class CatalogDamaged extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String damage;

  /**
   * Makes one of its facts.
   *
   * @param path where the catalog is
   * @param damage what is damaged
   * @param cause what it was translated from, if anything
   */
  public CatalogDamaged(String path, String damage, @Nullable Throwable cause) {
    super("the catalog at " + path + " is damaged: " + damage, cause, Remedy.OPERATOR);
    this.path = path;
    this.damage = damage;
  }

  /** Where the catalog is. */
  public String path() {
    return path;
  }

  /** What is damaged. */
  public String damage() {
    return damage;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-CATALOG-DAMAGED",
            "the catalog at " + path + " is damaged: " + damage,
            List.of(
                "look for errors of the disk under " + path + " and keep a copy of the directory",
                "restore " + path + " from a copy; it is never made anew over existing data")));
  }
}
