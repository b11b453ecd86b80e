package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Thrown for a catalog key or value that this version does not know. It is neither skipped nor
 * interpreted.
 */
public final class UnknownCatalogEntry extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String value;
  private final String problem;

  /**
   * Creates the failure.
   *
   * @param key the key
   * @param value its value
   * @param problem what is unknown about it
   */
  public UnknownCatalogEntry(String key, String value, String problem) {
    super("unknown catalog entry " + key + "=" + value + ": " + problem, null, Remedy.OPERATOR);
    this.key = key;
    this.value = value;
    this.problem = problem;
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** Its value. */
  public String value() {
    return value;
  }

  /** What is unknown about it. */
  public String problem() {
    return problem;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-CATALOG-ENTRY",
            "the catalog holds "
                + key
                + "="
                + value
                + ", which this program does not know: "
                + problem,
            "run the version, or the configuration of kinds, that wrote it"));
  }
}
