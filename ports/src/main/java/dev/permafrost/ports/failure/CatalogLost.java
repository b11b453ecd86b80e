package dev.permafrost.ports.failure;

import java.util.List;
import java.util.Optional;

/**
 * Thrown if the catalog's database is gone or empty while the other roots hold data. It is never
 * created again over them.
 */
public final class CatalogLost extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String found;

  /**
   * Creates the failure.
   *
   * @param path where the catalog should be
   * @param found what is there instead
   */
  public CatalogLost(String path, String found) {
    super("the catalog at " + path + " is lost: " + found, null, Remedy.OPERATOR);
    this.path = path;
    this.found = found;
  }

  /** Where the catalog should be. */
  public String path() {
    return path;
  }

  /** What is there instead. */
  public String found() {
    return found;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-CATALOG-LOST",
            "the catalog at " + path + " is lost while the store holds data: " + found,
            List.of(
                new OperatorStep.ByHand(
                    "check that the catalog's volume is mounted, and that it is the right one"),
                new OperatorStep.ByHand("restore " + path + " from the newest copy"),
                new OperatorStep.RecoverCatalog())));
  }
}
