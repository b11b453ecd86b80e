package dev.permafrost.app.store;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Which store is wanted, and what it works with.
 *
 * @param roots its three roots
 * @param lakes the addresses of the lake that ledgers are fetched from; none if there is no lake
 * @param coverageTimeout how long to wait for the lake to cover a chunk; zero asks once
 * @param chunksAtOnce how many chunks are worked on at once, at least 1
 * @param anchors the header hashes that are trusted
 * @param freezing how chunks are frozen
 * @param events the observer
 * @param time the clock
 */
public record StoreRequest(
    RootPaths roots,
    List<LakeOptions> lakes,
    Duration coverageTimeout,
    int chunksAtOnce,
    Anchors anchors,
    FreezeSettings freezing,
    StorageEvents events,
    TimeSource time) {

  /** The same store, to be frozen in another way. */
  public StoreRequest freezing(FreezeSettings settings) {
    return new StoreRequest(
        roots, lakes, coverageTimeout, chunksAtOnce, anchors, settings, events, time);
  }
}
