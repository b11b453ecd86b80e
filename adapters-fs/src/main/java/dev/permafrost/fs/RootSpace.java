package dev.permafrost.fs;

import dev.permafrost.ports.roots.RootRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The space on the volume of a root, at one moment.
 *
 * @param role which root
 * @param path where it is
 * @param space the figures of its file system
 */
public record RootSpace(RootRole role, Path path, VolumeSpace space) {

  /** The space of each root that exists and whose file system reports it; others are left out. */
  public static List<RootSpace> of(RootPaths roots) {
    List<RootSpace> spaces = new ArrayList<>();
    for (RootRole role : RootRole.values()) {
      Path path = roots.of(role);
      VolumeSpace space = VolumeSpace.of(path);
      if (Files.isDirectory(path) && space.isKnown()) {
        spaces.add(new RootSpace(role, path, space));
      }
    }
    return spaces;
  }
}
