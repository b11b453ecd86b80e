package dev.permafrost.app.space;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks the operating system. Paths are on one volume if they have one device number; subvolumes of
 * one btrfs have several, and count as several volumes although they share their space.
 */
final class MachineVolumes implements Volumes {

  private static final String DEVICE = "unix:dev";
  private static final long UNKNOWN = -1;

  @Override
  public Volume of(Path path) {
    Path nearest = path.toAbsolutePath();
    while (!Files.exists(nearest)) {
      Path parent = nearest.getParent();
      if (parent == null) {
        return new Volume(path, UNKNOWN);
      }
      nearest = parent;
    }
    try {
      FileStore store = Files.getFileStore(nearest);
      // Some file systems have no sizes, and say 0 of both.
      long free = store.getTotalSpace() > 0 ? store.getUsableSpace() : UNKNOWN;
      return new Volume(Files.getAttribute(nearest, DEVICE), free);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return new Volume(nearest, UNKNOWN);
    }
  }
}
