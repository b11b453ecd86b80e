package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Packs in a directory outside the store: a cold root, its folder {@code ledgers}, a bucket, or any
 * directory with packs under their canonical names.
 */
final class FilePackCandidates implements PackCandidates {

  private static final String LEDGERS = ArtifactKind.LEDGERS.name();

  private final Disk disk;
  private final ArtifactPaths places;
  private final Path from;
  private final DirectBuffers buffers;
  private Optional<HeldRoots.Key> held;

  private FilePackCandidates(
      Disk disk,
      ArtifactPaths places,
      Path from,
      DirectBuffers buffers,
      Optional<HeldRoots.Key> held) {
    this.disk = disk;
    this.places = places;
    this.from = from;
    this.buffers = buffers;
    this.held = held;
  }

  /**
   * Opens a directory, which need not exist, and takes the lock of the root that it is or belongs
   * to.
   *
   * @param cold the cold root of the store that adopts
   * @param exclusively whether packs are moved away
   * @param pid the process id shown to others during this
   */
  static FilePackCandidates open(
      Disk disk, Path cold, Path from, DirectBuffers buffers, boolean exclusively, long pid) {
    ArtifactPaths places = new ArtifactPaths(cold, ArtifactKind.LEDGERS, PackFormat.EXTENSION);
    Optional<HeldRoots.Key> held =
        rootOf(disk, from).flatMap(root -> hold(disk, cold, root, exclusively, pid));
    return new FilePackCandidates(disk, places, from, buffers, held);
  }

  /** The root with an identity that a directory is, or whose ledgers it holds. */
  private static Optional<Path> rootOf(Disk disk, Path from) {
    if (!disk.isDirectory(from)) {
      return Optional.empty();
    }
    Path real = disk.realPath(from);
    List<Path> possible = new ArrayList<>(List.of(real));
    addRootOfLedgers(real, possible);
    if (real.getParent() != null) {
      addRootOfLedgers(real.getParent(), possible);
    }
    return possible.stream()
        .filter(root -> disk.stat(identity(root)).type() == FileStat.Type.FILE)
        .findFirst();
  }

  private static void addRootOfLedgers(Path directory, List<Path> possible) {
    Path root = directory.getParent();
    if (root != null && directory.endsWith(LEDGERS)) {
      possible.add(root);
    }
  }

  private static Path identity(Path root) {
    return root.resolve(RootIdentity.FILE_NAME);
  }

  /** Locks a root, unless it is the store's own, which is locked already. */
  private static Optional<HeldRoots.Key> hold(
      Disk disk, Path cold, Path root, boolean exclusively, long pid) {
    Path file = identity(root);
    FileStat identity = disk.stat(file);
    // By the file, not by the path: opening and closing it under another name would drop the
    // owner's lock all the same.
    if (identity.isSameFileAs(disk.stat(identity(cold)))) {
      return Optional.empty();
    }
    if (exclusively && identity.links() > 1) {
      throw new SharedFiles(List.of(file.toString()));
    }
    HeldRoots.Key key = new HeldRoots.Key(disk.vfs(), root);
    HeldRoots.OF_THIS_PROCESS.take(
        key,
        !exclusively,
        () ->
            HeldRoot.lock(
                openIdentity(disk, file, exclusively),
                !exclusively,
                true,
                pid,
                holder -> locked(root, holder)),
        () -> locked(root, OptionalLong.of(pid)));
    return Optional.of(key);
  }

  private static DiskFile openIdentity(Disk disk, Path file, boolean exclusively) {
    Optional<DiskFile> opened =
        exclusively ? disk.openWriteIfThere(file) : disk.openReadIfThere(file);
    return opened.orElseThrow(() -> new IllegalStateException("gone meanwhile: " + file));
  }

  private static RootLocked locked(Path root, OptionalLong holder) {
    return new RootLocked(RootRole.COLD.word(), root.toString(), holder);
  }

  @Override
  public String location() {
    return from.toString();
  }

  @Override
  public PackCandidate candidate(ChunkId chunk) {
    String name = chunk.name() + "." + PackFormat.EXTENSION;
    List<Path> possible =
        List.of(
            from.resolve(LEDGERS).resolve(chunk.bucketName()).resolve(name),
            from.resolve(chunk.bucketName()).resolve(name),
            from.resolve(name));
    return new FilePackCandidate(disk, places, chunk, possible, buffers);
  }

  @Override
  public void close() {
    Optional<HeldRoots.Key> key = held;
    held = Optional.empty();
    key.ifPresent(HeldRoots.OF_THIS_PROCESS::release);
  }
}
