package dev.permafrost.ports.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An ordered key-value store of short strings; it holds the catalog.
 *
 * <p>Keys and values are printable ASCII; keys are ordered by their bytes. Thread-safe. It throws
 * {@code StorageFailure}s: unavailable, no space, permission, durability.
 */
public interface MetaStore extends AutoCloseable {

  /**
   * A key with its value.
   *
   * @param key the key
   * @param value its value
   */
  record Entry(String key, String value) {}

  /** The value of a key, or empty. */
  Optional<String> get(String key);

  /** All entries whose key begins with the prefix, in key order, as one consistent snapshot. */
  List<Entry> scan(String prefix);

  /**
   * Commits a batch atomically, and <b>synced</b>: when this returns, the batch survives a power
   * cut. If it throws, either the whole batch was written or none of it.
   *
   * @throws IllegalArgumentException if the batch is empty
   */
  void commit(MetaBatch batch);

  /** Closes the store; never commits anything; closing twice has no effect. */
  @Override
  void close();
}
