package dev.permafrost.ports.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ordered list of puts and deletes that a {@link MetaStore} commits atomically. Immutable.
 *
 * @param changes in the order in which they apply; for one key the last one wins
 */
public record MetaBatch(List<Change> changes) {

  /**
   * One put or delete.
   *
   * @param key the key, not empty
   * @param value the new value, or empty to delete the key
   */
  public record Change(String key, Optional<String> value) {

    /** Checks the key. */
    public Change {
      if (key.isEmpty()) {
        throw new IllegalArgumentException("a key is never empty");
      }
    }
  }

  /** Copies the list. */
  public MetaBatch {
    changes = List.copyOf(changes);
  }

  /** Starts a batch. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the changes of one batch. */
  public static final class Builder {
    private final List<Change> changes = new ArrayList<>();

    private Builder() {}

    /** Adds a put. */
    public Builder put(String key, String value) {
      changes.add(new Change(key, Optional.of(value)));
      return this;
    }

    /** Adds a delete. Deleting a missing key has no effect. */
    public Builder delete(String key) {
      changes.add(new Change(key, Optional.empty()));
      return this;
    }

    /** The batch of what was added. */
    public MetaBatch build() {
      return new MetaBatch(changes);
    }
  }
}
