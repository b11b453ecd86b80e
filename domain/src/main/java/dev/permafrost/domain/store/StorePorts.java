package dev.permafrost.domain.store;

import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.ports.work.TimeSource;
import java.util.Optional;

/**
 * The ports that a store needs. The caller that provides the adapters owns what must be closed,
 * except for the roots, whose locks the store releases.
 *
 * @param databases catalog and hot databases
 * @param files roots, directories and artifacts
 * @param codec the codec of frames
 * @param backend the lake, if one is configured; receives no request until a chunk needs it
 * @param work the workers on which ledgers are checked, encoded and decoded
 * @param time the clock
 * @param events the observer
 */
public record StorePorts(
    Databases databases,
    Files files,
    FrameCodec codec,
    Optional<BulkBackend> backend,
    OrderedWork work,
    TimeSource time,
    StorageEvents events) {

  /**
   * The databases.
   *
   * @param catalog the catalog's database
   * @param hot the hot databases
   */
  public record Databases(MetaStores catalog, HotStores hot) {}

  /**
   * The files.
   *
   * @param roots the three root directories
   * @param hotDirectories the directories of the hot databases
   * @param artifacts the artifacts
   * @param packs the frozen ledgers, for reading
   */
  public record Files(
      StoreRoots roots,
      HotDirectories hotDirectories,
      ArtifactStore artifacts,
      LedgerPacks packs) {}
}
