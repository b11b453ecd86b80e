package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.NotMovable;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.vfs.FileStat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pack that may be adopted: the first existing file at one of a few paths. */
final class FilePackCandidate implements PackCandidate {

  private final Disk disk;
  private final ArtifactPaths places;
  private final ChunkId chunk;
  private final List<Path> possible;
  private final DirectBuffers buffers;

  /** Where it was found first; other paths are not searched after that. */
  private @Nullable Path seen;

  private @Nullable LedgerRange range;

  /** Whether this object gave the file its canonical name. */
  private boolean isLinked;

  FilePackCandidate(
      Disk disk, ArtifactPaths places, ChunkId chunk, List<Path> possible, DirectBuffers buffers) {
    this.disk = disk;
    this.places = places;
    this.chunk = chunk;
    this.possible = List.copyOf(possible);
    this.buffers = buffers;
  }

  @Override
  public ChunkId chunk() {
    return chunk;
  }

  @Override
  public String location() {
    return path().toString();
  }

  private Path path() {
    Path known = seen;
    if (known != null) {
      return known;
    }
    for (Path path : possible) {
      if (disk.stat(path).type() != FileStat.Type.MISSING) {
        seen = path;
        return path;
      }
    }
    // The path at which it would be, given the existing directories.
    return possible.stream()
        .filter(path -> path.getParent() != null && disk.isDirectory(path.getParent()))
        .findFirst()
        .orElse(possible.get(possible.size() - 1));
  }

  private Path place() {
    return places.file(chunk);
  }

  @Override
  public Place look() {
    FileStat stat = disk.statFile(path());
    if (stat.type() == FileStat.Type.MISSING) {
      return Place.MISSING;
    }
    if (!stat.isSameFileAs(disk.stat(place()))) {
      return Place.ELSEWHERE;
    }
    return isEntryOfItsOwn() ? Place.SECOND_NAME : Place.IN_PLACE;
  }

  /**
   * Whether the candidate's name and the canonical name are two different directory entries.
   * Different paths do not prove this, since a mount or a link above them can make them one entry;
   * nor does a link count, since a backup may hold further names.
   */
  private boolean isEntryOfItsOwn() {
    Path parent = path().getParent();
    FileStat mine = parent == null ? FileStat.MISSING : disk.stat(parent);
    FileStat canonical = disk.stat(places.bucket(chunk));
    boolean isOtherDirectory =
        mine.device() == canonical.device() && mine.inode() != canonical.inode();
    return isOtherDirectory && mine.inode() != 0 && !disk.isLink(path());
  }

  /** A symbolic link is not the file, so that moving it would move nothing. */
  @Override
  public boolean isMovable() {
    Path path = path();
    FileStat stat = requireFile(path);
    Path nearest = disk.nearestDirectory(places.bucket(chunk));
    return stat.device() == disk.stat(nearest).device() && !disk.isLink(path);
  }

  @Override
  @MustBeClosed
  public LedgerPack open(LedgerRange wanted) {
    range = wanted;
    Path path = path();
    requireFile(path);
    return FilePack.check(
        disk.openReadIfThere(path).orElseThrow(() -> missing(path)), wanted, buffers);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  public Optional<LedgerPack> openPastCache(LedgerRange wanted) {
    range = wanted;
    Path path = path();
    requireFile(path);
    return disk.openReadPastCache(path, () -> missing(path))
        .map(file -> FilePack.check(file, wanted, buffers));
  }

  @Override
  public void sync() {
    Path path = path();
    requireFile(path);
    disk.syncFile(path, () -> missing(path));
  }

  @Override
  public void link() {
    Path path = path();
    requireFile(path);
    if (disk.isLink(path)) {
      throw new NotMovable(path.toString(), place().toString());
    }
    disk.makeDirectoriesBelow(places.cold(), places.bucket(chunk));
    try {
      disk.link(path, place());
    } catch (FileAlreadyExistsException e) {
      throw inTheWay();
    } catch (NoSuchFileException e) {
      requireFile(path);
      throw SystemErrors.translate(
          e, "link to " + place() + " the file", path.toString(), disk.vfs().stateOf(place()));
    } catch (IOException e) {
      throw notLinked(e, path);
    }
    isLinked = true;
  }

  private StorageFailure inTheWay() {
    try {
      disk.statFile(place());
    } catch (ForeignEntry e) {
      return e;
    }
    return new UnadoptedArtifact(chunk, ArtifactKind.LEDGERS, place().toString(), isWholeInPlace());
  }

  /** Whether the pack in place opens; false if no range was given, since it is unknown then. */
  private boolean isWholeInPlace() {
    LedgerRange wanted = range;
    Optional<DiskFile> there = wanted == null ? Optional.empty() : disk.openReadIfThere(place());
    if (wanted == null || there.isEmpty()) {
      return false;
    }
    try (LedgerPack pack = FilePack.check(there.get(), wanted, buffers)) {
      return pack.range().equals(wanted);
    } catch (StorageFailure e) {
      return false;
    }
  }

  /**
   * One file system can be mounted at two places, and links between the two are not possible; some
   * file systems have no links at all. So an error that is not one of the disk, the volume or the
   * process means that a link cannot be made.
   */
  private StorageFailure notLinked(IOException error, Path path) {
    SystemState state = disk.vfs().stateOf(place());
    boolean isRefusal =
        !(error instanceof AccessDeniedException)
            && !state.refusesWrites()
            && !SystemErrors.isOfDevice(error)
            && switch (SystemErrors.kindOfWrite(error, state)) {
              case DENIED, UNSUPPORTED, OTHER -> true;
              default -> false;
            };
    return isRefusal
        ? new NotMovable(path.toString(), place().toString(), error)
        : SystemErrors.translate(error, "link to " + place() + " the file", path.toString(), state);
  }

  @Override
  public void unlink() {
    Path path = path();
    FileStat stat = disk.statFile(path);
    if (stat.type() == FileStat.Type.MISSING) {
      return;
    }
    if (look() != Place.SECOND_NAME) {
      if (isLinked) {
        throw new StorageUnavailable(path.toString(), "remove, as its only name, the name", null);
      }
      throw new IllegalStateException("not known to be a second name: " + path);
    }
    disk.unlinkIfThere(path);
  }

  @Override
  public void makeUnlinkDurable() {
    Path directory = path().getParent();
    if (directory == null) {
      throw new IllegalStateException("no directory: " + path());
    }
    disk.syncNearestDirectory(directory);
  }

  private FileStat requireFile(Path path) {
    FileStat stat = disk.statFile(path);
    if (stat.type() == FileStat.Type.MISSING) {
      throw missing(path);
    }
    return stat;
  }

  private CandidateMissing missing(Path path) {
    return new CandidateMissing(chunk, path.toString());
  }
}
