package dev.permafrost.app.space;

import dev.permafrost.fs.VolumeSpace;
import java.nio.file.Path;

/** Tells which volume a path is on, or would be on, and how much is free there. */
public interface Volumes {

  /**
   * A volume.
   *
   * @param identity equal for two paths on one volume
   * @param freeBytes what this process may still write there; negative where the file system does
   *     not say
   */
  record Volume(Object identity, long freeBytes) {

    /** Whether it is known how much is free. */
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
