package dev.permafrost.testkit.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tree of directories of a simulated machine, visible and durable. One thread at a time. */
final class SimulatedDisk {

  private final DirectoryNode root;
  private long lastDevice;
  private long lastNode;

  private static final int PAGE_BYTES = 4096;

  private final boolean keepsAll;
  private final List<FileNode> unlinked = new ArrayList<>();
  private boolean readsPastCache;
  private long capacityBytes = Long.MAX_VALUE;

  /**
   * An empty disk.
   *
   * @param keepsAll whether everything is durable at once
   */
  SimulatedDisk(boolean keepsAll) {
    this.keepsAll = keepsAll;
    this.root = new DirectoryNode(1, 1, keepsAll, true);
    this.lastDevice = 1;
    this.lastNode = 1;
    this.readsPastCache = true;
  }

  /** Another disk with the properties of one, which is left alone. */
  private SimulatedDisk(DirectoryNode root, SimulatedDisk like) {
    this.root = root;
    this.keepsAll = like.keepsAll;
    this.lastDevice = like.lastDevice;
    this.lastNode = like.lastNode;
    this.readsPastCache = like.readsPastCache;
  }

  /** This disk with another tree on it. */
  SimulatedDisk with(DirectoryNode otherRoot) {
    return new SimulatedDisk(otherRoot, this);
  }

  DirectoryNode root() {
    return root;
  }

  boolean readsPastCache() {
    return readsPastCache;
  }

  void readsPastCache(boolean possible) {
    readsPastCache = possible;
  }

  /** A number that no node of this disk had. */
  long newNode() {
    return ++lastNode;
  }

  /** An empty file that has no name yet. */
  FileNode newFile(DirectoryNode parent) {
    return new FileNode(parent.device(), newNode(), keepsAll);
  }

  /** An empty directory that has no name yet. */
  DirectoryNode newDirectory(DirectoryNode parent) {
    return new DirectoryNode(parent.device(), newNode(), keepsAll, false);
  }

  /** Limits the space, counted in pages, a hole as what is written. */
  void capacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  /** The pages of all files that have a name or are open. */
  long usedBytes() {
    unlinked.removeIf(file -> !file.isOpen());
    Set<FileNode> files = new HashSet<>(unlinked);
    collectFiles(root, files);
    return files.stream().mapToLong(file -> pagesOf(file.visible().length)).sum();
  }

  /** To be called when a name of a file is gone: while the file is open it takes space. */
  void unlinked(FileNode file) {
    if (file.isOpen()) {
      unlinked.add(file);
    }
  }

  /** Writes to a file; where space ends, what was written until then stays, as on a disk. */
  void write(FileNode file, ByteBuffer source, long offsetBytes, Path path) throws IOException {
    if (capacityBytes == Long.MAX_VALUE) {
      file.write(source, offsetBytes);
      return;
    }
    long left = capacityBytes - usedBytes() + pagesOf(file.visible().length);
    long fits = Math.max(0, Math.min(source.remaining(), left - offsetBytes));
    boolean isAll = fits == source.remaining();
    if (fits > 0) {
      file.write(source.slice(source.position(), (int) fits), offsetBytes);
      source.position(source.position() + (int) fits);
    }
    if (!isAll) {
      throw MachineFault.NO_SPACE.on(path);
    }
  }

  private static void collectFiles(DirectoryNode directory, Set<FileNode> files) {
    for (Node node : directory.visible().values()) {
      if (node instanceof FileNode file) {
        files.add(file);
      } else if (node instanceof DirectoryNode below) {
        collectFiles(below, files);
      }
    }
  }

  private static long pagesOf(long bytes) {
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
  }

  /**
   * The same disk, what is not durable included, that nobody has open.
   *
   * @param underWay whether the writes that are under way may still reach it
   */
  SimulatedDisk copy(boolean underWay) {
    return with(copyOf(root, underWay, new HashMap<>()));
  }

  private static DirectoryNode copyOf(
      DirectoryNode directory, boolean underWay, Map<Node, Node> copies) {
    DirectoryNode copy =
        new DirectoryNode(
            directory.device(), directory.number(), directory.keepsAll(), directory.isMountPoint());
    copies.put(directory, copy);
    directory
        .visible()
        .forEach((name, node) -> copy.visible().put(name, nodeOf(node, underWay, copies)));
    directory
        .durable()
        .forEach((name, node) -> copy.durable().put(name, nodeOf(node, underWay, copies)));
    directory
        .pending()
        .forEach(
            (name, history) -> {
              List<Optional<Node>> copied = new ArrayList<>(history.size());
              history.forEach(node -> copied.add(node.map(some -> nodeOf(some, underWay, copies))));
              copy.pending().put(name, copied);
            });
    return copy;
  }

  private static Node nodeOf(Node node, boolean underWay, Map<Node, Node> copies) {
    Node known = copies.get(node);
    if (known != null) {
      return known;
    }
    if (node instanceof DirectoryNode directory) {
      return copyOf(directory, underWay, copies);
    }
    FileNode copy = ((FileNode) node).copy(underWay);
    copies.put(node, copy);
    return copy;
  }

  /** Makes a directory, durable at once, the top of a file system of its own. */
  void mount(Path path) throws IOException {
    DirectoryNode parent = parentOf(path);
    if (parent.visible().containsKey(lastName(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    parent.changeDurably(
        lastName(path), new DirectoryNode(++lastDevice, newNode(), keepsAll, true));
  }

  /** What stands at a path, or null. */
  @Nullable Node find(Path path) throws IOException {
    Node current = root;
    for (Path name : canonical(path)) {
      if (!(current instanceof DirectoryNode directory)) {
        return null;
      }
      Node next = directory.visible().get(name.toString());
      if (next == null) {
        return null;
      }
      current = next;
    }
    return current;
  }

  /** The file system that a path lies on, or would if it were there. */
  long deviceOf(Path path) {
    Node current = root;
    for (Path name : canonical(path)) {
      Node next =
          current instanceof DirectoryNode directory
              ? directory.visible().get(name.toString())
              : null;
      if (next == null) {
        break;
      }
      current = next;
    }
    return current.device();
  }

  Node require(Path path) throws IOException {
    Node found = find(path);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  DirectoryNode requireDirectory(Path path) throws IOException {
    if (require(path) instanceof DirectoryNode directory) {
      return directory;
    }
    throw new NotDirectoryException(path.toString());
  }

  FileNode requireFile(Path path) throws IOException {
    if (require(path) instanceof FileNode file) {
      return file;
    }
    throw new FileSystemException(path.toString(), null, "Is a directory");
  }

  DirectoryNode parentOf(Path path) throws IOException {
    Path parent = canonical(path).getParent();
    if (parent == null) {
      throw new FileSystemException(path.toString(), null, "Device or resource busy");
    }
    if (require(parent) instanceof DirectoryNode directory) {
      return directory;
    }
    throw new FileSystemException(path.toString(), null, "Not a directory");
  }

  /** The directory that is to get a further name of a file, on the file's own file system. */
  DirectoryNode parentForName(FileNode file, Path path, Path newName) throws IOException {
    DirectoryNode parent = parentOf(newName);
    if (parent.device() != file.device()) {
      throw new FileSystemException(
          newName.toString(), path.toString(), "Invalid cross-device link");
    }
    return parent;
  }

  /** How many names are seen to lead to a file. */
  long linksOf(FileNode file) {
    return linksOf(file, root);
  }

  private static long linksOf(FileNode file, DirectoryNode below) {
    long links = 0;
    for (Node node : below.visible().values()) {
      if (node == file) {
        links++;
      } else if (node instanceof DirectoryNode directory) {
        links += linksOf(file, directory);
      }
    }
    return links;
  }

  String lastName(Path path) {
    Path name = canonical(path).getFileName();
    return name == null ? "" : name.toString();
  }

  /**
   * Whether what stands at a path survives every power cut: the entry, each entry above it, and,
   * for a file, its content. Or, where nothing does, whether none leaves anything there: that holds
   * in a directory that may be lost, too.
   */
  boolean isDurable(Path path) {
    Node current = root;
    boolean areEntriesDurable = true;
    for (Path name : canonical(path)) {
      if (!(current instanceof DirectoryNode directory)) {
        return false;
      }
      areEntriesDurable &= directory.isDurable(name.toString());
      Node next = directory.visible().get(name.toString());
      if (next == null) {
        return !mayComeBack(path);
      }
      current = next;
    }
    return areEntriesDurable && (!(current instanceof FileNode file) || file.isDurable());
  }

  private boolean mayComeBack(Path path) {
    List<Node> possible = List.of(root);
    for (Path name : canonical(path)) {
      List<Node> below = new ArrayList<>();
      for (Node node : possible) {
        if (node instanceof DirectoryNode directory) {
          directory
              .survivorsOf(name.toString())
              .forEach(survivor -> survivor.ifPresent(below::add));
        }
      }
      possible = below;
    }
    return !possible.isEmpty();
  }

  /** There are no symbolic links here, so dots can be resolved by their text. */
  static Path canonical(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("a simulated disk has no working directory: " + path);
    }
    return path.normalize();
  }
}
