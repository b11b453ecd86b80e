package dev.permafrost.testkit.machine;

import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.hot.MemoryHotStores;
import java.nio.file.Path;

/**
 * A machine as it was at one instant, what is not durable included. Immutable; any number of
 * machines can be booted from it.
 */
public final class Moment {

  private final Path catalogRoot;
  private final Path hotRoot;
  private final SimulatedDisk disk;
  private final MemoryMetaStores catalog;
  private final MemoryHotStores hot;

  Moment(
      Path catalogRoot,
      Path hotRoot,
      SimulatedDisk disk,
      MemoryMetaStores catalog,
      MemoryHotStores hot) {
    this.catalogRoot = catalogRoot;
    this.hotRoot = hotRoot;
    this.disk = disk;
    this.catalog = catalog;
    this.hot = hot;
  }

  /**
   * The machine when all its processes have died: rule {@link
   * MachineRule#A_DEAD_PROCESS_LEAVES_THE_VISIBLE_VOLATILE}. What was under way is not written any
   * more.
   */
  public Machine afterProcessDeath() {
    return new Machine(this, disk.copy(false));
  }

  /**
   * All ways in which a power cut can end.
   *
   * @param relevance what of a file's content matters
   */
  public Survivors survivors(Relevance relevance) {
    return new Survivors(disk, relevance);
  }

  /** The machine when it was switched on again after a power cut. */
  public Machine afterPowerCut(Survivors survivors, Survival survival) {
    return new Machine(this, survivors.diskAfter(survival));
  }

  /**
   * A number that is the same for equal machines and almost surely another one for machines that
   * differ: in what is visible, in what is durable, in the catalog or in a hot database that can be
   * reached. Databases count by what they hold, not by how a fake calls them.
   *
   * @param relevance what of a file's content counts
   */
  public long digest(Relevance relevance) {
    return new MomentDigest(catalog, hot, relevance).of(disk);
  }

  Path catalogRoot() {
    return catalogRoot;
  }

  Path hotRoot() {
    return hotRoot;
  }

  MemoryMetaStores catalog() {
    return catalog;
  }

  MemoryHotStores hot() {
    return hot;
  }
}
