package dev.permafrost.ports.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An ordered store of small string keys and values, in which the catalog is kept.
 *
 * <p>Keys and values are printable ASCII; keys are ordered by their bytes. Safe for several
 * threads. Failures are {@code StorageFailure}s: unavailable, no space, permission, durability.
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

  /** All entries whose key begins with the prefix, in the order of their keys, at one moment. */
  List<Entry> scan(String prefix);

  /**
   * Commits a batch: all of it or nothing, and <b>synced</b>: when this returns, the batch survives
   * a power cut. If it throws, the batch may or may not have been written, but never a part of it.
   * An empty batch is a bug, {@link IllegalArgumentException}.
   */
  void commit(MetaBatch batch);

  /** Closes the store; never commits anything; closing twice is harmless. */
  @Override
  void close();
}
