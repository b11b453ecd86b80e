package dev.permafrost.prove.crash;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.machine.Machine;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a store of a scenario lies, and which volumes the machine has.
 *
 * @param roots the three roots
 * @param mounts the tops of file systems of their own
 * @param elsewhere a directory outside of the store, on the volume of the cold root
 */
public record Layout(RootPaths roots, List<Path> mounts, Path elsewhere) {

  /** All roots in one data directory that is not there yet, nor is its parent. */
  public static final Layout ONE_VOLUME =
      new Layout(RootPaths.under(Path.of("/srv/permafrost")), List.of(), Path.of("/srv/elsewhere"));

  /** Each root on a volume of its own, the cold one deep inside. */
  public static final Layout THREE_VOLUMES =
      new Layout(
          new RootPaths(
              Path.of("/fast/catalog"), Path.of("/hot/databases"), Path.of("/cold/archive/store")),
          List.of(Path.of("/fast"), Path.of("/hot"), Path.of("/cold")),
          Path.of("/cold/elsewhere"));

  /** A machine with these volumes and nothing on them. */
  public Machine newMachine() {
    Machine machine = new Machine(roots.catalog(), roots.hot());
    mounts.forEach(machine::mount);
    return machine;
  }

  /** The path of an artifact (docs/protocol.md, "Layout"). */
  public Path artifact(ArtifactKind kind, ChunkId chunk) {
    String extension = kind.equals(ArtifactKind.LEDGERS) ? "pack" : kind.name();
    return roots
        .cold()
        .resolve(kind.name())
        .resolve(chunk.bucketName())
        .resolve(chunk.name() + "." + extension);
  }

  /**
   * Where a pack stands that was made elsewhere: flat in its directory, or, where the roots are on
   * volumes of their own, as in another cold root.
   */
  public Path candidate(ChunkId chunk) {
    String name = chunk.name() + ".pack";
    return mounts.isEmpty()
        ? elsewhere.resolve(name)
        : elsewhere.resolve(ArtifactKind.LEDGERS.name()).resolve(chunk.bucketName()).resolve(name);
  }

  /** The directory of a hot database. */
  public Path hot(ChunkId chunk) {
    return roots.hot().resolve(chunk.name());
  }
}
