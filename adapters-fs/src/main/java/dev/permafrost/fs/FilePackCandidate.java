package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.NotMovable;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.vfs.FileStat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pack that may be adopted, as a file: the first one that stands at one of a few paths. */
final class FilePackCandidate implements PackCandidate {

  private final Disk disk;
  private final ArtifactPaths places;
  private final ChunkId chunk;
  private final List<Path> possible;
  private final DirectBuffers buffers;

  /** Where it was seen first; it is not looked for anywhere else after that. */
  private @Nullable Path seen;

  private @Nullable LedgerRange range;

  /** Whether this object gave the file its canonical name, beside the one that it had. */
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
    // Where one would be, as far as the directories tell.
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
    return stat.isSameFileAs(disk.stat(place())) ? Place.IN_PLACE : Place.ELSEWHERE;
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
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
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
      throw FileFailures.translate(e, "link to " + place() + " the file", path);
    } catch (IOException e) {
      throw isAcrossFileSystems(e)
          ? new NotMovable(path.toString(), place().toString())
          : FileFailures.translate(e, "link to " + place() + " the file", path);
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

  /** Whether the pack in place opens; not known, and so not said, where no range was asked for. */
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

  /** One file system can be mounted at two places, and links do not lead from one to the other. */
  private static boolean isAcrossFileSystems(IOException error) {
    return error instanceof FileSystemException specific
        && specific.getReason() != null
        && specific.getReason().toLowerCase(Locale.ROOT).contains("cross-device link");
  }

  /**
   * Removes the old name, if it is certain to be another one than the canonical name: {@link #link}
   * made that one new. Two paths that lead to one file prove nothing, since a mount or a link above
   * them can make them one name; nor does a count of names, since a backup may hold some.
   */
  @Override
  public void unlink() {
    if (!isLinked) {
      throw new IllegalStateException(
          "not linked to its place, so that this may be its only name: " + location());
    }
    Path path = path();
    FileStat stat = disk.statFile(path);
    if (stat.type() == FileStat.Type.MISSING) {
      return;
    }
    FileStat inPlace = disk.stat(place());
    if (inPlace.type() == FileStat.Type.MISSING || stat.links() < 2) {
      throw new StorageUnavailable(path.toString(), "remove, as its only name, the name", null);
    }
    if (!stat.isSameFileAs(inPlace)) {
      throw new ForeignEntry(path.toString(), "another file than the one that was adopted");
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
