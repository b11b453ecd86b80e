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
import java.util.Set;

/** The disk of a simulated machine as one of its processes sees it. */
final class MachineVfs implements Vfs, WholeFiles {

  private final Machine machine;
  private final Set<MachineFile> open = new LinkedHashSet<>();

  MachineVfs(Machine machine) {
    this.machine = machine;
  }

  int openFiles() {
    return open.size();
  }

  @Override
  public FileStat stat(Path path) throws IOException {
    return machine.look(
        "stat",
        path,
        disk -> {
          Node found = disk.find(path);
          if (found == null) {
            return FileStat.MISSING;
          }
          return found instanceof FileNode file
              ? new FileStat(FileStat.Type.FILE, file.visible().length, file.device(), 0, 1)
              : new FileStat(FileStat.Type.DIRECTORY, 0, found.device(), 0, 1);
        });
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return machine.look(
        "realPath",
        path,
        disk -> {
          disk.require(path);
          return SimulatedDisk.canonical(path);
        });
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return machine.look(
        "list",
        directory,
        disk -> new ArrayList<>(disk.requireDirectory(directory).visible().keySet()));
  }

  @Override
  @MustBeClosed
  public VfsFile create(Path path) throws IOException {
    return machine.change(
        "create",
        path,
        disk -> {
          DirectoryNode parent = disk.parentOf(path);
          if (parent.visible().containsKey(disk.lastName(path))) {
            throw new FileAlreadyExistsException(path.toString());
          }
          FileNode file = new FileNode(parent.device());
          parent.change(disk.lastName(path), file);
          return opened(path, file, true);
        });
  }

  @Override
  public void appear(Path path, byte[] content) throws IOException {
    machine.change(
        "appear",
        path,
        disk -> {
          DirectoryNode parent = disk.parentOf(path);
          FileNode file = FileNode.holding(parent.device(), content.clone());
          parent.change(disk.lastName(path), file);
          return file;
        });
  }

  @Override
  @MustBeClosed
  public VfsFile openRead(Path path) throws IOException {
    return machine.look("openRead", path, disk -> opened(path, disk.requireFile(path), false));
  }

  @Override
  @MustBeClosed
  public VfsFile openWrite(Path path) throws IOException {
    return machine.look("openWrite", path, disk -> opened(path, disk.requireFile(path), true));
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    machine.change(
        "makeDirectory",
        path,
        disk -> {
          if (disk.find(path) != null) {
            throw new FileAlreadyExistsException(path.toString());
          }
          DirectoryNode parent = disk.parentOf(path);
          parent.change(disk.lastName(path), new DirectoryNode(parent.device(), false));
          return true;
        });
  }

  @Override
  public void unlink(Path path) throws IOException {
    machine.change(
        "unlink",
        path,
        disk -> {
          disk.requireFile(path);
          disk.parentOf(path).change(disk.lastName(path), null);
          return true;
        });
  }

  @Override
  public void removeDirectory(Path path) throws IOException {
    machine.change(
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
    machine.change(
        "syncDirectory",
        path,
        disk -> {
          DirectoryNode directory = disk.requireDirectory(path);
          if (machine.takesSyncFailure(path)) {
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

  Machine machine() {
    return machine;
  }

  void forget(MachineFile file) {
    open.remove(file);
  }

  private VfsFile opened(Path path, FileNode node, boolean writable) {
    MachineFile file = new MachineFile(this, path, node, writable);
    open.add(file);
    return file;
  }
}
