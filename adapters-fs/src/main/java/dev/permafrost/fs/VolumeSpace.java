package dev.permafrost.fs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The space on the volume of a path, at one moment. Paths are on one volume if they have one device
 * number; subvolumes of one btrfs have several, and count as several volumes although they share
 * their space.
 *
 * @param volume equal for two paths on one volume
 * @param freeBytes how many bytes this process may still write there; negative if the file system
 *     does not report it
 * @param totalBytes the size of the volume; negative if the file system does not report it
 */
public record VolumeSpace(Object volume, long freeBytes, long totalBytes) {

  private static final String DEVICE = "unix:dev";
  private static final long UNKNOWN = -1;

  /** Whether the file system reports the free space. */
  public boolean isKnown() {
    return freeBytes >= 0;
  }

  /** The space of a path, which need not exist yet. */
  public static VolumeSpace of(Path path) {
    Path nearest = path.toAbsolutePath();
    while (!Files.exists(nearest)) {
      Path parent = nearest.getParent();
      if (parent == null) {
        return new VolumeSpace(path, UNKNOWN, UNKNOWN);
      }
      nearest = parent;
    }
    try {
      FileStore store = Files.getFileStore(nearest);
      Object device = Files.getAttribute(nearest, DEVICE);
      long total = store.getTotalSpace();
      // Some file systems have no sizes, and report 0 for both.
      return total > 0
          ? new VolumeSpace(device, store.getUsableSpace(), total)
          : new VolumeSpace(device, UNKNOWN, UNKNOWN);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return new VolumeSpace(nearest, UNKNOWN, UNKNOWN);
    }
  }
}
