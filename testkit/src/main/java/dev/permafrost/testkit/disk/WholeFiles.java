package dev.permafrost.testkit.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file system that can let a file appear whole: what a database does with a temporary file that
 * it writes, syncs and renames, and what the {@code Vfs} port has no operation for, because nothing
 * else needs it.
 */
public interface WholeFiles {

  /**
   * Lets a file appear with this content, synced; its entry is not. It is never seen in part, not
   * even after a power cut.
   */
  void appear(Path path, byte[] content) throws IOException;
}
