package dev.permafrost.testkit.machine;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.disk.WholeFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The disk of a simulated machine as one of its processes sees it. */
final class MachineVfs implements Vfs, WholeFiles {

  private final Kernel kernel;
  private final Set<MachineFile> open = new LinkedHashSet<>();

  MachineVfs(Kernel kernel) {
    this.kernel = kernel;
  }

  int openFiles() {
    return open.size();
  }

  @Override
  public FileStat stat(Path path) throws IOException {
    return kernel.look(
        "stat",
        path,
        disk -> {
          Node found = disk.find(path);
          if (found == null) {
            return FileStat.MISSING;
          }
          return found instanceof FileNode file
              ? new FileStat(
                  FileStat.Type.FILE,
                  file.visible().length,
                  file.device(),
                  file.number(),
                  disk.linksOf(file))
              : new FileStat(FileStat.Type.DIRECTORY, 0, found.device(), found.number(), 1);
        });
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return kernel.look(
        "realPath",
        path,
        disk -> {
          disk.require(path);
          return SimulatedDisk.canonical(path);
        });
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return kernel.look(
        "list",
        directory,
        disk -> new ArrayList<>(disk.requireDirectory(directory).visible().keySet()));
  }

  @Override
  @MustBeClosed
  public VfsFile create(Path path) throws IOException {
    return kernel.change(
        "create",
        path,
        disk -> {
          DirectoryNode parent = disk.parentOf(path);
          if (parent.visible().containsKey(disk.lastName(path))) {
            throw new FileAlreadyExistsException(path.toString());
          }
          FileNode file = disk.newFile(parent);
          parent.change(disk.lastName(path), file);
          return opened(path, file, MachineFile.Mode.WRITE);
        });
  }

  @Override
  public void appear(Path path, byte[] content) throws IOException {
    kernel.change(
        "appear",
        path,
        disk -> {
          DirectoryNode parent = disk.parentOf(path);
          FileNode file = FileNode.holding(parent.device(), disk.newNode(), content.clone());
          parent.change(disk.lastName(path), file);
          return file;
        });
  }

  @Override
  @MustBeClosed
  public VfsFile openRead(Path path) throws IOException {
    return kernel.look(
        "openRead", path, disk -> opened(path, disk.requireFile(path), MachineFile.Mode.READ));
  }

  @Override
  @MustBeClosed
  public VfsFile openWrite(Path path) throws IOException {
    return kernel.look(
        "openWrite", path, disk -> opened(path, disk.requireFile(path), MachineFile.Mode.WRITE));
  }

  /** Rule {@link MachineRule#READS_PAST_THE_CACHE_SEE_WHAT_IS_DURABLE}. */
  @Override
  public Optional<VfsFile> openReadPastCache(Path path) throws IOException {
    return kernel.look(
        "openReadPastCache",
        path,
        disk -> {
          FileNode file = disk.requireFile(path);
          return disk.readsPastCache()
              ? Optional.of(opened(path, file, MachineFile.Mode.READ_PAST_CACHE))
              : Optional.empty();
        });
  }

  /** Rule {@link MachineRule#NAMES_OF_ONE_FILE_SURVIVE_EACH_ON_THEIR_OWN}. */
  @Override
  public void link(Path path, Path newName) throws IOException {
    kernel.change(
        "link",
        newName,
        disk -> {
          FileNode file = disk.requireFile(path);
          DirectoryNode parent = disk.parentForName(file, path, newName);
          if (parent.visible().containsKey(disk.lastName(newName))) {
            throw new FileAlreadyExistsException(newName.toString(), path.toString(), null);
          }
          parent.change(disk.lastName(newName), file);
          return true;
        });
  }

  /** Rule {@link MachineRule#A_RENAME_NEVER_LEAVES_ITS_NEW_NAME_EMPTY}. */
  @Override
  public void rename(Path path, Path newName) throws IOException {
    kernel.change(
        "rename",
        newName,
        disk -> {
          FileNode file = disk.requireFile(path);
          DirectoryNode parent = disk.parentForName(file, path, newName);
          if (disk.find(newName) == file) {
            return true;
          }
          FileNode replaced = disk.find(newName) == null ? null : disk.requireFile(newName);
          parent.change(disk.lastName(newName), file);
          disk.parentOf(path).change(disk.lastName(path), null);
          if (replaced != null) {
            disk.unlinked(replaced);
          }
          return true;
        });
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    kernel.change(
        "makeDirectory",
        path,
        disk -> {
          if (disk.find(path) != null) {
            throw new FileAlreadyExistsException(path.toString());
          }
          DirectoryNode parent = disk.parentOf(path);
          parent.change(disk.lastName(path), disk.newDirectory(parent));
          return true;
        });
  }

  @Override
  public void unlink(Path path) throws IOException {
    kernel.change(
        "unlink",
        path,
        disk -> {
          FileNode file = disk.requireFile(path);
          disk.parentOf(path).change(disk.lastName(path), null);
          disk.unlinked(file);
          return true;
        });
  }

  @Override
  public void removeDirectory(Path path) throws IOException {
    kernel.change(
        "removeDirectory",
        path,
        disk -> {
          DirectoryNode directory = disk.requireDirectory(path);
          if (directory.isMountPoint()) {
            throw new FileSystemException(path.toString(), null, "Device or resource busy");
          }
          if (!directory.visible().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
          }
          disk.parentOf(path).change(disk.lastName(path), null);
          return true;
        });
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    kernel.change(
        "syncDirectory",
        path,
        disk -> {
          DirectoryNode directory = disk.requireDirectory(path);
          if (kernel.takesSyncFailure(path)) {
            directory.failSync();
            throw new FileSystemException(path.toString(), null, "Input/output error");
          }
          directory.sync();
          return true;
        },
        (disk, fault) -> {
          if (fault.isMetByADirectorysSync()) {
            disk.requireDirectory(path).failSync();
          }
        });
  }

  /** Ends every file of this process, as its end does. */
  void kill() {
    synchronized (kernel.monitor()) {
      List.copyOf(open).forEach(MachineFile::kill);
    }
  }

  Kernel kernel() {
    return kernel;
  }

  void forget(MachineFile file) {
    open.remove(file);
  }

  private VfsFile opened(Path path, FileNode node, MachineFile.Mode mode) {
    MachineFile file = new MachineFile(this, path, node, mode);
    open.add(file);
    node.opened();
    return file;
  }
}
