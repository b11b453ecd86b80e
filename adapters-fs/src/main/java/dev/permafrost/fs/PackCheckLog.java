package dev.permafrost.fs;

import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.util.ArrayList;
import java.util.List;

/** The checks made of one pack so far, by name, in order; the first that fails throws. */
final class PackCheckLog {

  private final String path;
  private final List<PackInspection.Check> outcomes = new ArrayList<>();

  PackCheckLog(String path) {
    this.path = path;
  }

  /**
   * Makes one check.
   *
   * @throws CorruptArtifact if it fails
   */
  void require(boolean holds, String check, Damage damage, String expected, Object found) {
    outcomes.add(new PackInspection.Check(check, holds, expected, found.toString(), damage));
    if (!holds) {
      throw new CorruptArtifact(path, check, expected, found.toString(), damage, null);
    }
  }

  /** The checks made, including a failed last one. */
  List<PackInspection.Check> outcomes() {
    return List.copyOf(outcomes);
  }
}
