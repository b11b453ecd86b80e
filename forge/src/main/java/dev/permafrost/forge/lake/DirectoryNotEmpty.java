package dev.permafrost.forge.lake;

import java.nio.file.Path;

/** A lake was to be made where something is already. Nothing was written. */
public final class DirectoryNotEmpty extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient Path path;

  DirectoryNotEmpty(Path path) {
    super(path + " is not an empty directory: a lake is only made where nothing is");
    this.path = path;
  }

  /** The place. */
  public Path path() {
    return path;
  }
}
