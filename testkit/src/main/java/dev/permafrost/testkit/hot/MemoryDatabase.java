package dev.permafrost.testkit.hot;

import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of one fake hot database: each key has its values of all times, so that readers see
 * the moment they were opened at. Safe for several threads; one of them commits.
 */
final class MemoryDatabase {

  /** A value, since a commit, and what it replaced. */
  private static final class Version {
    private final long commit;
    private final byte[] value;
    private final @Nullable Version older;

    Version(long commit, byte[] value, @Nullable Version older) {
      this.commit = commit;
      this.value = value;
      this.older = older;
    }
  }

  private final Map<ColumnFamily, NavigableMap<byte[], Version>> families = new TreeMap<>();
  private volatile long commits;
  private boolean writerOpen;

  MemoryDatabase(Set<ColumnFamily> families) {
    for (ColumnFamily family : families) {
      this.families.put(family, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }
  }

  /** The same content, independent from now on, and not open. */
  synchronized MemoryDatabase copy() {
    MemoryDatabase copy = new MemoryDatabase(families.keySet());
    families.forEach((family, entries) -> copy.of(family).putAll(entries));
    copy.commits = commits;
    return copy;
  }

  /** All families with their newest values; read-only. */
  synchronized SortedMap<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>> content() {
    SortedMap<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>> content = new TreeMap<>();
    families.forEach(
        (family, entries) -> {
          SortedMap<ByteBuffer, ByteBuffer> values = new TreeMap<>();
          entries.forEach(
              (key, version) ->
                  values.put(
                      ByteBuffer.wrap(key).asReadOnlyBuffer(),
                      ByteBuffer.wrap(version.value).asReadOnlyBuffer()));
          content.put(family, values);
        });
    return content;
  }

  Set<ColumnFamily> families() {
    return families.keySet();
  }

  /** Takes the lock; false if a writer has it. */
  synchronized boolean lock() {
    boolean free = !writerOpen;
    writerOpen = true;
    return free;
  }

  synchronized void unlock() {
    writerOpen = false;
  }

  /** The moment that a reader sees who opens now. */
  long now() {
    return commits;
  }

  synchronized void commit(HotBatch batch) {
    batch.puts().forEach(put -> of(put.family()));
    long commit = commits + 1;
    for (HotBatch.Put put : batch.puts()) {
      of(put.family())
          .compute(
              copyOf(put.borrowedKey()),
              (key, older) -> new Version(commit, copyOf(put.borrowedValue()), older));
    }
    commits = commit;
  }

  Optional<byte[]> highestKey(ColumnFamily family, long moment) {
    return of(family).descendingMap().entrySet().stream()
        .filter(entry -> at(entry.getValue(), moment) != null)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The first entry at or above a key, or above it; its arrays are the database's own. */
  Optional<Map.Entry<byte[], byte[]>> next(
      ColumnFamily family, byte[] key, boolean inclusive, long moment) {
    for (Map.Entry<byte[], Version> entry : of(family).tailMap(key, inclusive).entrySet()) {
      byte[] value = at(entry.getValue(), moment);
      if (value != null) {
        return Optional.of(Map.entry(entry.getKey(), value));
      }
    }
    return Optional.empty();
  }

  void require(ColumnFamily family) {
    of(family);
  }

  private NavigableMap<byte[], Version> of(ColumnFamily family) {
    NavigableMap<byte[], Version> entries = families.get(family);
    if (entries == null) {
      throw new IllegalArgumentException("no column family " + family + " of " + families());
    }
    return entries;
  }

  private static byte @Nullable [] at(@Nullable Version newest, long moment) {
    Version version = newest;
    while (version != null && version.commit > moment) {
      version = version.older;
    }
    return version == null ? null : version.value;
  }

  private static byte[] copyOf(ByteBuffer borrowed) {
    byte[] copy = new byte[borrowed.remaining()];
    borrowed.duplicate().get(copy);
    return copy;
  }
}
