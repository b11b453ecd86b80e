package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.roots.RootEntry;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The three roots as directories, each with its identity and lock file {@code PERMAFROST}. */
final class FileStoreRoots implements StoreRoots {

  /** The directory of the catalog's database in its root. */
  static final String CATALOG_DATABASE = "rocksdb";

  private static final Pattern CHUNK_DIRECTORY = Pattern.compile("[0-9]{8}");

  private final Disk disk;
  private final RootPaths paths;
  private final Set<ArtifactKind> kinds;
  private final long pid;
  private final HeldRoots process = HeldRoots.OF_THIS_PROCESS;
  private final Map<RootRole, HeldRoots.Key> mine = new EnumMap<>(RootRole.class);
  private final Map<RootRole, HeldRoot> held = new EnumMap<>(RootRole.class);

  /**
   * Creates the roots; opens nothing.
   *
   * @param kinds the kinds whose directories count as data
   * @param pid the process id shown to others when this process holds a root
   */
  FileStoreRoots(Disk disk, RootPaths paths, Set<ArtifactKind> kinds, long pid) {
    this.disk = disk;
    this.paths = paths;
    this.kinds = kinds;
    this.pid = pid;
  }

  @Override
  public String location(RootRole role) {
    return paths.of(role).toString();
  }

  @Override
  public RootSighting look(RootRole role) {
    if (disk.stat(paths.of(role)).type() == FileStat.Type.MISSING) {
      return RootSighting.unnamed(RootSighting.State.MISSING);
    }
    return process.with(
        key(role), holding -> holding.map(HeldRoot::read).orElseGet(() -> readUnheld(role)));
  }

  private RootSighting readUnheld(RootRole role) {
    Optional<DiskFile> there = disk.openReadIfThere(identityFile(role));
    if (there.isEmpty()) {
      return RootSighting.unnamed(RootSighting.State.UNNAMED);
    }
    try (DiskFile file = there.get()) {
      return HeldRoot.read(file);
    }
  }

  @Override
  public List<String> sharedFiles() {
    return Stream.of(RootRole.values())
        .map(this::identityFile)
        .filter(file -> disk.stat(file).links() > 1)
        .map(Path::toString)
        .sorted()
        .toList();
  }

  @Override
  public boolean holdsData(RootRole role) {
    Path root = paths.of(role);
    if (!disk.isDirectory(root)) {
      return false;
    }
    return switch (role) {
      case CATALOG -> disk.isDirectory(root.resolve(CATALOG_DATABASE));
      case HOT -> disk.list(root).stream().anyMatch(name -> isChunkDirectory(root, name));
      case COLD -> kinds.stream().anyMatch(kind -> disk.isDirectory(root.resolve(kind.name())));
    };
  }

  @Override
  public void survey(RootRole role, Consumer<RootEntry> each) {
    new RootSurvey(disk, paths, kinds).survey(role, each);
  }

  private boolean isChunkDirectory(Path root, String name) {
    return CHUNK_DIRECTORY.matcher(name).matches() && disk.isDirectory(root.resolve(name));
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // taken over by the locked root
  public void claim(RootRole role) {
    HeldRoot already = held.get(role);
    if (already != null && !already.isShared()) {
      return;
    }
    disk.makeDirectories(paths.of(role)).forEach(made -> process.made(disk.vfs(), made));
    hold(role, false, () -> openLocked(role, disk.openOrCreate(identityFile(role)), false));
  }

  @Override
  public void share(RootRole role) {
    if (held.containsKey(role)) {
      return;
    }
    if (look(role).state() != RootSighting.State.NAMED) {
      throw new IllegalStateException("not a named root: " + location(role));
    }
    hold(
        role,
        true,
        () -> {
          DiskFile file =
              disk.openReadIfThere(identityFile(role))
                  .orElseThrow(() -> new IllegalStateException("not named: " + location(role)));
          return openLocked(role, file, true);
        });
  }

  private void hold(RootRole role, boolean shared, Supplier<HeldRoot> open) {
    HeldRoots.Key key = key(role);
    HeldRoot root = process.take(key, shared, open, () -> locked(role, OptionalLong.of(pid)));
    mine.put(role, key);
    held.put(role, root);
  }

  private HeldRoot openLocked(RootRole role, DiskFile file, boolean shared) {
    // Before it is locked, since closing another opening would drop the lock.
    boolean canBypassCache =
        shared || role == RootRole.CATALOG || disk.canReadPastCache(file.path());
    return HeldRoot.lock(file, shared, canBypassCache, pid, holder -> locked(role, holder));
  }

  @Override
  public void name(RootRole role, StoreId store) {
    HeldRoot root = held.get(role);
    if (root == null || root.isShared()) {
      throw new IllegalStateException("not claimed: " + location(role));
    }
    RootSighting wanted = RootSighting.named(store, role);
    RootSighting found = root.read();
    if (found.state() == RootSighting.State.NAMED && !found.equals(wanted)) {
      throw new IllegalStateException(location(role) + " has another name: " + found);
    }
    // Written again even if it can be read: a failed sync of an earlier process may have dropped
    // it, and the next sync only covers what is written after that.
    root.file().writeAt(RootIdentity.encode(store, role), 0);
    root.file().sync();
    disk.syncDirectory(paths.of(role));
  }

  @Override
  public List<String> makeReachable(RootRole role) {
    Path root = disk.realPath(paths.of(role));
    List<String> notes = new ArrayList<>(new RootReach(disk, process).make(root));
    HeldRoot claimed = held.get(role);
    if (claimed != null && !claimed.canBypassCache()) {
      notes.add(
          "the file system of "
              + location(role)
              + " has no direct I/O: files are written and checked through the page cache");
    }
    return notes;
  }

  @Override
  public void makeCatalogDurable() {
    disk.syncDirectory(paths.catalog().resolve(CATALOG_DATABASE));
    disk.syncDirectory(paths.catalog());
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (HeldRoots.Key key : mine.values()) {
      try {
        process.release(key);
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    mine.clear();
    held.clear();
    if (first != null) {
      throw first;
    }
  }

  private HeldRoots.Key key(RootRole role) {
    return new HeldRoots.Key(disk.vfs(), disk.realPath(paths.of(role)));
  }

  private Path identityFile(RootRole role) {
    return paths.of(role).resolve(RootIdentity.FILE_NAME);
  }

  private RootLocked locked(RootRole role, OptionalLong holder) {
    return new RootLocked(role.word(), location(role), holder);
  }
}
