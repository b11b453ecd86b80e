package dev.permafrost.ports.vfs;

/**
 * What stands at a path.
 *
 * @param type what it is
 * @param sizeBytes the size of a file; 0 for all else
 * @param device tells file systems apart: equal numbers mean the same one; 0 where nothing is
 */
public record FileStat(Type type, long sizeBytes, long device) {

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

  /** Nothing there. */
  public static final FileStat MISSING = new FileStat(Type.MISSING, 0, 0);
}
