package dev.permafrost.ports.vfs;

/**
 * What stands at a path.
 *
 * @param type what it is
 * @param sizeBytes the size of a file; 0 for all else
 * @param device tells file systems apart: equal numbers mean the same one; 0 where nothing is
 * @param inode tells the files of one file system apart: equal numbers mean the same file, under
 *     whatever names; 0 where nothing is
 * @param links how many names the file has; 0 where nothing is
 */
public record FileStat(Type type, long sizeBytes, long device, long inode, long links) {

  /** What can stand at a path. */
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

  /** Whether two names lead to one file. */
  public boolean isSameFileAs(FileStat other) {
    return type == Type.FILE
        && other.type == Type.FILE
        && device == other.device
        && inode == other.inode;
  }

  /** Nothing there. */
  public static final FileStat MISSING = new FileStat(Type.MISSING, 0, 0, 0, 0);
}
