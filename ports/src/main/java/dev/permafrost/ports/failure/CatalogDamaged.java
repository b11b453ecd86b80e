package dev.permafrost.ports.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown if the catalog's database exists, but a part of it is damaged. */
public final class CatalogDamaged extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String damage;
  private final boolean isReadable;

  /**
   * Damage of the database.
   *
   * @param path where the catalog is
   * @param damage what is damaged
   * @param cause the exception that was translated, or null
   */
  public CatalogDamaged(String path, String damage, @Nullable Throwable cause) {
    this(path, damage, false, cause);
  }

  private CatalogDamaged(
      String path, String damage, boolean isReadable, @Nullable Throwable cause) {
    super("the catalog at " + path + " is damaged: " + damage, cause, Remedy.OPERATOR);
    this.path = path;
    this.damage = damage;
    this.isReadable = isReadable;
  }

  /** A readable database that holds less than its witness says, or that has no witness. */
  public static CatalogDamaged behindWitness(String path, String damage) {
    return new CatalogDamaged(path, damage, true, null);
  }

  /** Where the catalog is. */
  public String path() {
    return path;
  }

  /** What is damaged. */
  public String damage() {
    return damage;
  }

  /** Whether the database can be read, so that it can be accepted as it is. */
  public boolean isReadable() {
    return isReadable;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    List<OperatorStep> steps = new ArrayList<>();
    steps.add(
        new OperatorStep.ByHand(
            "look for errors of the disk under " + path + " and keep a copy of the directory"));
    steps.add(new OperatorStep.ByHand("restore " + path + " from the newest copy"));
    if (!isReadable) {
      steps.add(
          new OperatorStep.ByHand("if there is no copy, move " + path + " elsewhere, and then"));
    }
    steps.add(new OperatorStep.RecoverCatalog());
    return Optional.of(
        new OperatorNotice(
            "PF-CATALOG-DAMAGED", "the catalog at " + path + " is damaged: " + damage, steps));
  }
}
