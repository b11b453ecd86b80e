package dev.permafrost.app.space;

import dev.permafrost.fs.VolumeSpace;
import java.nio.file.Path;

/** Determines the volume of a path, and its free space. */
public interface Volumes {

  /**
   * A volume.
   *
   * @param identity equal for two paths on one volume
   * @param freeBytes what this process may still write there; negative if the file system does not
   *     report it
   */
  record Volume(Object identity, long freeBytes) {

    /** Whether the free space is known. */
    public boolean isKnown() {
      return freeBytes >= 0;
    }
  }

  /** The volume of a path, which need not exist yet. */
  Volume of(Path path);

  /** The volumes of this machine. */
  static Volumes ofThisMachine() {
    return path -> {
      VolumeSpace space = VolumeSpace.of(path);
      return new Volume(space.volume(), space.freeBytes());
    };
  }
}
