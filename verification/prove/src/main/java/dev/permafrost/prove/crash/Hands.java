package dev.permafrost.prove.crash;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.disk.VfsPaths;
import dev.permafrost.testkit.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What hands do to a machine past the code under test: files are copied, a volume is lost, a
 * catalog is restored. No step of it is an operation, and no crash comes between.
 */
final class Hands {

  /** How far a file that is placed has come on its way to the disk. */
  enum Placed {
    /** No power cut takes any of it. */
    DURABLE,
    /** It is visible, and a power cut may take all of it. */
    UNSYNCED,
    /** Its sync failed: it is visible, its name is durable, and what it holds is gone. */
    SYNC_FAILED
  }

  /** The disk did not do what hands do: a volume was cut off. */
  static final class DiskFailed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    DiskFailed(IOException cause) {
      super(cause);
    }
  }

  private interface DiskWork {
    void on(Vfs disk) throws IOException;
  }

  private final Site site;
  private final Machine machine;

  Hands(Site site) {
    this.site = site;
    this.machine = site.machine();
  }

  /** Places a chunk's sound pack outside of the store. */
  void placeCandidate(ChunkId chunk, Placed how) {
    place(site.layout().candidate(chunk), site.pack(chunk), how);
  }

  /** Places an artifact's sound file where it belongs. */
  void placeArtifact(Remains.Artifact artifact, Placed how) {
    place(pathOf(artifact), site.file(artifact), how);
  }

  /** Places the first half of an artifact's file where it belongs. */
  void placeHalf(Remains.Artifact artifact, Placed how) {
    ByteBuffer whole = site.file(artifact);
    place(pathOf(artifact), whole.limit(whole.remaining() / 2), how);
  }

  private Path pathOf(Remains.Artifact artifact) {
    return site.layout().artifact(artifact.kind(), artifact.chunk());
  }

  /** Makes a file that is not there; the directories above it are durable. */
  private void place(Path path, ByteBuffer content, Placed how) {
    onDisk(
        disk -> {
          Path directory = Objects.requireNonNull(path.getParent());
          VfsPaths.makeDirectories(disk, directory);
          syncUpwards(disk, directory);
          try (VfsFile file = disk.create(path)) {
            file.writeAt(content.duplicate(), 0);
            if (how == Placed.SYNC_FAILED) {
              failSync(path, file);
            } else if (how == Placed.DURABLE) {
              file.sync();
            }
          }
          if (how != Placed.UNSYNCED) {
            disk.syncDirectory(directory);
          }
        });
  }

  private void failSync(Path path, VfsFile file) {
    machine.failNextSync(path);
    try {
      file.sync();
    } catch (IOException asWasAskedFor) {
      return;
    }
    throw new IllegalStateException("the sync of " + path + " did not fail");
  }

  /**
   * Removes a file, or a directory with all that is in it, durably; gone already: nothing to do.
   */
  void remove(Path path) {
    onDisk(
        disk -> {
          if (disk.stat(path).type() != FileStat.Type.MISSING) {
            VfsPaths.remove(disk, path);
            disk.syncDirectory(Objects.requireNonNull(path.getParent()));
          }
        });
  }

  /** Removes what stands beside an artifact's file and was to replace it. */
  void removeBeside(Remains.Artifact artifact) {
    Path file = pathOf(artifact);
    String beside = file + ".beside-";
    List.copyOf(machine.tree().subMap(beside, beside + Character.MAX_VALUE).keySet())
        .forEach(path -> remove(Path.of(path)));
  }

  /** A chunk's hot directory was copied here just now: visible, and not durable. */
  void copyHotUnsynced(ChunkId chunk) {
    Path directory = site.layout().hot(chunk);
    onDisk(
        disk -> {
          byte[] current = VfsPaths.read(disk, directory.resolve("CURRENT"));
          byte[] witness = VfsPaths.read(disk, directory.resolve("WITNESS"));
          VfsPaths.remove(disk, directory);
          disk.syncDirectory(site.layout().roots().hot());
          disk.makeDirectory(directory);
          write(disk, directory.resolve("CURRENT"), current);
          write(disk, directory.resolve("WITNESS"), witness);
        });
  }

  /** A chunk's hot directory is left with its witness and no database. */
  void makeGuttedHot(ChunkId chunk) {
    place(
        site.layout().hot(chunk).resolve("WITNESS"),
        ByteBuffer.wrap(new byte[1024]),
        Placed.DURABLE);
  }

  private static void write(Vfs disk, Path path, byte[] content) throws IOException {
    try (VfsFile file = disk.create(path)) {
      file.writeAt(ByteBuffer.wrap(content), 0);
    }
  }

  /** Changes the catalog past the tables, as a restored copy does. */
  void changeCatalog(MetaBatch.Builder changes) {
    machine.quietly(
        () -> {
          try (MetaStore store = machine.catalog().openExisting()) {
            store.commit(changes.build());
          }
          return changes;
        });
  }

  /** Lets the catalog's witness say that more was acknowledged than the catalog holds. */
  void putCatalogBehindItsWitness() {
    long behind = machine.quietly(() -> machine.catalog().readAsIs().changes()) + 2;
    Path witness = site.layout().roots().catalog().resolve("rocksdb/WITNESS");
    byte[] says = MemoryMetaStores.witnessThatSays(WitnessReading.sound(behind));
    place(witness, ByteBuffer.wrap(says), Placed.DURABLE);
  }

  private static void syncUpwards(Vfs disk, Path directory) throws IOException {
    for (Path path = directory; path != null; path = path.getParent()) {
      disk.syncDirectory(path);
    }
  }

  private void onDisk(DiskWork work) {
    machine.quietly(
        () -> {
          try {
            work.on(machine.newProcess());
            return work;
          } catch (IOException e) {
            throw new DiskFailed(e);
          }
        });
  }
}
