package dev.permafrost.ports.events;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a store holds at one moment, in figures: for gauges, which no event can feed.
 *
 * @param latestLedger the highest ledger that can be read; empty if none can
 * @param chunksByState how many chunks are in each state; every state but that of chunks that are
 *     not there has a figure
 * @param bytesByKind the bytes of the files of each kind of artifact; every kind has a figure
 * @param hotBytes the bytes of all hot databases on disk
 * @param freeBytesByRoot how many bytes the volume of each root has left, by the root's role
 * @param prefetchBytes the bytes of a lake's objects that are held in memory, fetched ahead
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
