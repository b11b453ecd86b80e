package dev.permafrost.ports.failure;

import java.util.OptionalLong;

/** Thrown if another process has locked the store. */
public final class RootLocked extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String root;
  private final String path;
  private final transient OptionalLong pid;

  /**
   * Creates the failure.
   *
   * @param root the role of the root
   * @param path its directory
   * @param pid the process that holds it, if known
   */
  public RootLocked(String root, String path, OptionalLong pid) {
    super(
        "the "
            + root
            + " root "
            + path
            + " is in use by "
            + (pid.isPresent()
                ? "process " + pid.getAsLong()
                : "other processes, whose pids are not known because readers leave none"),
        null,
        Remedy.TRY_LATER);
    this.root = root;
    this.path = path;
    this.pid = pid;
  }

  /** The role of the root. */
  public String root() {
    return root;
  }

  /** Its directory. */
  public String path() {
    return path;
  }

  /** The process that holds it, if known. */
  public OptionalLong pid() {
    return pid;
  }
}
