package dev.permafrost.domain.catalog;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.WrongNetwork;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The catalog: what exists, what is in progress, and which changes are allowed.
 *
 * <p>Every change is checked against the transition tables of {@link ArtifactState} and {@link
 * HotState} and written as one atomic, synced batch: when a method returns, the change survives a
 * power cut; if it throws, all of it or nothing was written. A transition that is not in the tables
 * is an {@link IllegalStateException}, and nothing is written. Thread-safe: checking and writing
 * are one step.
 */
public final class Catalog implements ReadingCatalog {

  private final MetaStore store;
  private final Set<ArtifactKind> kinds;
  private final Geometry geometry;
  private final Object changing = new Object();
  private final AtomicLong version = new AtomicLong();

  /**
   * Creates a catalog over a store that the caller owns.
   *
   * @param kinds the kinds registered in this process; a key of any other kind is an error
   */
  public Catalog(MetaStore store, Set<ArtifactKind> kinds, Geometry geometry) {
    this.store = store;
    this.kinds = Set.copyOf(kinds);
    this.geometry = geometry;
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public ChunkRow row(ChunkId chunk) {
    SortedMap<ArtifactKind, ArtifactState> artifacts = new TreeMap<>();
    for (MetaStore.Entry entry : store.scan(CatalogKey.Artifact.ofChunk(chunk))) {
      CatalogEntries.Artifact artifact = CatalogEntries.artifact(entry, kinds, geometry);
      artifacts.put(artifact.key().kind(), artifact.state());
    }
    String hotKey = new CatalogKey.Hot(chunk).text();
    HotState hot =
        store
            .get(hotKey)
            .map(value -> CatalogEntries.hot(new MetaStore.Entry(hotKey, value), geometry).state())
            .orElse(HotState.ABSENT);
    return new ChunkRow(chunk, hot, artifacts);
  }

  @Override
  public CatalogScan scan() {
    return CatalogEntries.scan(store.scan(""), kinds, geometry);
  }

  @Override
  public long version() {
    return version.get();
  }

  /** A failed batch may have been written all the same. */
  private void commit(MetaBatch batch) {
    try {
      store.commit(batch);
    } finally {
      version.incrementAndGet();
    }
  }

  // ---- artifacts -------------------------------------------------------------------------------

  /**
   * Marks artifacts {@code freezing}, before any file is touched.
   *
   * @param network the network of the ledgers, if they come from a lake; pinned in the same batch
   *     if none is pinned yet
   * @throws WrongNetwork if another one is pinned; nothing is written then
   */
  public void markFreezing(
      ChunkId chunk, Collection<ArtifactKind> which, Optional<String> network) {
    synchronized (changing) {
      MetaBatch.Builder batch = MetaBatch.builder();
      moveArtifacts(batch, row(chunk), which, ArtifactState.FREEZING);
      pinNetwork(batch, network);
      commit(batch.build());
    }
  }

  /** Flips artifacts from {@code freezing} to {@code frozen}, all at once; they must be durable. */
  public void flipFrozen(ChunkId chunk, Collection<ArtifactKind> which) {
    synchronized (changing) {
      MetaBatch.Builder batch = MetaBatch.builder();
      moveArtifacts(batch, row(chunk), which, ArtifactState.FROZEN);
      commit(batch.build());
    }
  }

  /**
   * Marks the ledgers of a chunk {@code frozen} because of a pack that was not written under a mark
   * of this store. For adoption only: the pack is at the canonical path, durable, and completely
   * checked.
   *
   * @param network as for {@link #markFreezing}
   * @throws WrongNetwork if another one is pinned; nothing is written then
   */
  public void adoptFrozen(ChunkId chunk, Optional<String> network) {
    synchronized (changing) {
      ArtifactState now = row(chunk).artifact(ArtifactKind.LEDGERS);
      if (!now.mayBeAdopted()) {
        throw new IllegalStateException(
            "chunk " + chunk + ": a pack may not be adopted while it is " + now);
      }
      MetaBatch.Builder batch = MetaBatch.builder();
      batch.put(
          new CatalogKey.Artifact(chunk, ArtifactKind.LEDGERS).text(), ArtifactState.FROZEN.word());
      pinNetwork(batch, network);
      commit(batch.build());
    }
  }

  /**
   * Deletes the keys of artifacts whose files are durably gone, after reading their states again.
   *
   * @return the kinds that were not deleted, because they are no longer {@code pruning}
   */
  public Set<ArtifactKind> deletePruned(ChunkId chunk, Collection<ArtifactKind> which) {
    synchronized (changing) {
      ChunkRow row = row(chunk);
      Set<ArtifactKind> due = new TreeSet<>(which);
      due.retainAll(row.kindsIn(ArtifactState.PRUNING));
      Set<ArtifactKind> skipped = new TreeSet<>(which);
      skipped.removeAll(due);
      skipped.removeIf(kind -> row.artifact(kind) == ArtifactState.ABSENT);
      if (!due.isEmpty()) {
        MetaBatch.Builder batch = MetaBatch.builder();
        moveArtifacts(batch, row, due, ArtifactState.ABSENT);
        commit(batch.build());
      }
      return skipped;
    }
  }

  // ---- hot databases ---------------------------------------------------------------------------

  /**
   * Marks a chunk's hot directory {@code transient}, before anything in it is touched.
   *
   * @param network as for {@link #markFreezing}
   * @throws WrongNetwork if another one is pinned; nothing is written then
   */
  public void markTransient(ChunkId chunk, Optional<String> network) {
    synchronized (changing) {
      MetaBatch.Builder batch = MetaBatch.builder();
      moveHot(batch, row(chunk), HotState.TRANSIENT);
      pinNetwork(batch, network);
      commit(batch.build());
    }
  }

  /** Confirms that a chunk's hot database exists and is durable: {@code ready}. */
  public void confirmReady(ChunkId chunk) {
    moveHotAlone(chunk, HotState.READY);
  }

  /**
   * Marks a hot database {@code ready} that was not made under a mark of this store. For adoption
   * only: it is durable and was checked.
   *
   * @param network as for {@link #markFreezing}
   * @throws WrongNetwork if another one is pinned; nothing is written then
   */
  public void adoptReady(ChunkId chunk, Optional<String> network) {
    synchronized (changing) {
      HotState now = row(chunk).hot();
      if (!now.mayBeAdopted()) {
        throw new IllegalStateException(
            "chunk " + chunk + ": a hot database may not be adopted while it is " + now);
      }
      MetaBatch.Builder batch = MetaBatch.builder();
      batch.put(new CatalogKey.Hot(chunk).text(), HotState.READY.word());
      pinNetwork(batch, network);
      commit(batch.build());
    }
  }

  /** Deletes the key of a hot database whose directory is durably gone. */
  public void deleteHot(ChunkId chunk) {
    moveHotAlone(chunk, HotState.ABSENT);
  }

  private void moveHotAlone(ChunkId chunk, HotState next) {
    synchronized (changing) {
      MetaBatch.Builder batch = MetaBatch.builder();
      moveHot(batch, row(chunk), next);
      commit(batch.build());
    }
  }

  // ---- demotion --------------------------------------------------------------------------------

  /**
   * Demotes in one batch: artifacts to {@code pruning}, hot databases to {@code transient}. Writes
   * nothing if there is nothing to demote.
   */
  public void demote(Map<ChunkId, Set<ArtifactKind>> artifacts, Set<ChunkId> hot) {
    synchronized (changing) {
      MetaBatch.Builder builder = MetaBatch.builder();
      artifacts.forEach(
          (chunk, which) -> moveArtifacts(builder, row(chunk), which, ArtifactState.PRUNING));
      hot.forEach(chunk -> demoteHot(builder, row(chunk)));
      MetaBatch batch = builder.build();
      if (!batch.changes().isEmpty()) {
        commit(batch);
      }
    }
  }

  /**
   * Does not allow every transition to {@code transient}: demoting an absent database would invent
   * a directory.
   */
  private static void demoteHot(MetaBatch.Builder batch, ChunkRow row) {
    if (row.hot() != HotState.READY) {
      throw new IllegalStateException(
          "chunk " + row.chunk() + ": hot is " + row.hot() + ", there is nothing to demote");
    }
    moveHot(batch, row, HotState.TRANSIENT);
  }

  // ---- pins ------------------------------------------------------------------------------------

  @Override
  public Optional<String> network() {
    return store.get(CatalogKey.NETWORK);
  }

  @Override
  public void requireNetwork(String network, String location) {
    Optional<String> pinned = network();
    if (pinned.isPresent() && !pinned.get().equals(network)) {
      throw new WrongNetwork(pinned.get(), network, location);
    }
  }

  @Override
  public OptionalLong earliestLedger() {
    Optional<String> value = store.get(CatalogKey.EARLIEST_LEDGER);
    return value.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(CatalogEntries.earliestLedger(value.get(), geometry));
  }

  /**
   * Raises the floor: the earliest ledger that the store is meant to hold. It is never lowered.
   *
   * @param sequence the first ledger of some chunk
   * @return the floor after the call: this one, or a higher one that was set before
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   * @throws IllegalArgumentException if it is not the first of its chunk
   */
  public long raiseEarliestLedger(long sequence) {
    if (geometry.first(geometry.chunkOf(sequence)) != sequence) {
      throw new IllegalArgumentException("ledger " + sequence + " is not the first of a chunk");
    }
    synchronized (changing) {
      OptionalLong now = earliestLedger();
      if (now.isPresent() && now.getAsLong() >= sequence) {
        return now.getAsLong();
      }
      commit(MetaBatch.builder().put(CatalogKey.EARLIEST_LEDGER, Long.toString(sequence)).build());
      return sequence;
    }
  }

  /**
   * Gives up the artifacts of a chunk below the floor, in whatever state: {@code pruning}, in one
   * batch.
   */
  public void giveUpArtifacts(ChunkId chunk) {
    synchronized (changing) {
      ChunkRow row = row(chunk);
      Set<ArtifactKind> due = new TreeSet<>(row.kindsIn(ArtifactState.FROZEN));
      due.addAll(row.kindsIn(ArtifactState.FREEZING));
      if (!due.isEmpty()) {
        MetaBatch.Builder batch = MetaBatch.builder();
        moveArtifacts(batch, row, due, ArtifactState.PRUNING);
        commit(batch.build());
      }
    }
  }

  /**
   * Pins the network if no mark follows that could do it: a database that is {@code ready} without
   * a network is about to be filled from a lake.
   *
   * @throws WrongNetwork if another one is pinned
   */
  public void pinNetwork(String network) {
    synchronized (changing) {
      MetaBatch.Builder builder = MetaBatch.builder();
      pinNetwork(builder, Optional.of(network));
      MetaBatch batch = builder.build();
      if (!batch.changes().isEmpty()) {
        commit(batch);
      }
    }
  }

  private void pinNetwork(MetaBatch.Builder batch, Optional<String> network) {
    if (network.isPresent()) {
      requireNetwork(network.get(), "the source");
      if (network().isEmpty()) {
        batch.put(CatalogKey.NETWORK, network.get());
      }
    }
  }

  private static void moveArtifacts(
      MetaBatch.Builder batch, ChunkRow row, Collection<ArtifactKind> which, ArtifactState next) {
    for (ArtifactKind kind : new TreeSet<>(which)) {
      ArtifactState now = row.artifact(kind);
      if (!now.mayBecome(next)) {
        throw new IllegalStateException(
            "chunk " + row.chunk() + ": " + kind + " may not go from " + now + " to " + next);
      }
      String key = new CatalogKey.Artifact(row.chunk(), kind).text();
      if (next == ArtifactState.ABSENT) {
        batch.delete(key);
      } else {
        batch.put(key, next.word());
      }
    }
  }

  private static void moveHot(MetaBatch.Builder batch, ChunkRow row, HotState next) {
    if (!row.hot().mayBecome(next)) {
      throw new IllegalStateException(
          "chunk " + row.chunk() + ": hot may not go from " + row.hot() + " to " + next);
    }
    String key = new CatalogKey.Hot(row.chunk()).text();
    if (next == HotState.ABSENT) {
      batch.delete(key);
    } else {
      batch.put(key, next.word());
    }
  }
}
