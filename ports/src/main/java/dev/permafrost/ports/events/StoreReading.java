package dev.permafrost.ports.events;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a store at one moment, in figures: for gauges, which events cannot feed.
 *
 * @param latestLedger the highest readable ledger; empty if there is none
 * @param chunksByState the number of chunks in each state; has an entry for every state except
 *     absent
 * @param bytesByKind the bytes of the files of each kind of artifact; has an entry for every kind
 * @param hotBytes the bytes of all hot databases on disk
 * @param freeBytesByRoot the free bytes of the volume of each root, by the root's role
 * @param prefetchBytes the bytes of prefetched lake objects held in memory
 */
public record StoreReading(
    OptionalLong latestLedger,
    SortedMap<String, Long> chunksByState,
    SortedMap<String, Long> bytesByKind,
    long hotBytes,
    SortedMap<String, Long> freeBytesByRoot,
    long prefetchBytes) {

  /** Copies the maps. */
  public StoreReading {
    chunksByState = Collections.unmodifiableSortedMap(new TreeMap<>(chunksByState));
    bytesByKind = Collections.unmodifiableSortedMap(new TreeMap<>(bytesByKind));
    freeBytesByRoot = Collections.unmodifiableSortedMap(new TreeMap<>(freeBytesByRoot));
  }
}
