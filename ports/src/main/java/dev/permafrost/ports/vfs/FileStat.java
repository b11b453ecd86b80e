package dev.permafrost.ports.vfs;

/**
 * What exists at a path.
 *
 * @param type what it is
 * @param sizeBytes the size of a file; otherwise 0
 * @param device identifies the file system; 0 if nothing exists
 * @param inode identifies the file within its file system, whatever its names; 0 if nothing exists
 * @param links how many names the file has; 0 if nothing exists
 */
public record FileStat(Type type, long sizeBytes, long device, long inode, long links) {

  /** What can exist at a path. */
  public enum Type {
    /** Nothing. */
    MISSING,
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** Something else, a dangling symbolic link included. */
    OTHER
  }

  /** Whether two paths lead to the same file. */
  public boolean isSameFileAs(FileStat other) {
    return type == Type.FILE
        && other.type == Type.FILE
        && device == other.device
        && inode == other.inode;
  }

  /** Nothing exists. */
  public static final FileStat MISSING = new FileStat(Type.MISSING, 0, 0, 0, 0);
}
