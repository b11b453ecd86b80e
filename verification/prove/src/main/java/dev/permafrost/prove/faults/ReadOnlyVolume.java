package dev.permafrost.prove.faults;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.roots.RootRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A root on a volume that was mounted again for reading only, between two runs. */
record ReadOnlyVolume() implements RealFault {

  @Override
  public String name() {
    return "read-only-volume";
  }

  @Override
  public Optional<String> impossibleBecause(Path scratch) {
    Optional<Volume> mounted = Volume.mount(scratch.resolve("volume"));
    if (mounted.isEmpty()) {
      return Optional.of("mounting is not permitted");
    }
    try (Volume volume = mounted.get()) {
      volume.makeReadOnly();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of("mounting again for reading is not permitted");
    }
  }

  @Override
  public List<String> points() {
    List<String> points = new ArrayList<>();
    for (RootRole role : RootRole.values()) {
      for (RealStore.Stage stage : RealStore.Stage.values()) {
        points.add(role.word() + "-" + stage);
      }
    }
    return points;
  }

  @Override
  public Result tryAt(String point, Path directory, RealTrials trials) {
    RootRole role =
        List.of(RootRole.values()).stream()
            .filter(one -> point.startsWith(one.word() + "-"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such point: " + point));
    RealStore.Stage stage = RealStore.Stage.valueOf(point.substring(role.word().length() + 1));
    RootPaths roots = RealTrials.rootsIn(directory);
    RealTrial trial = trials.on(roots);
    try (Volume volume = Volume.mount(roots.of(role)).orElseThrow()) {
      trial.prepare(stage);
      volume.makeReadOnly();
      trial.meet(failure -> failure instanceof PermissionDenied, progress -> {});
      if (trial.failure().isEmpty()) {
        trial.violations().add("a store was opened for writing where nothing can be written");
      }
      volume.makeWritable();
      trial.recover();
    }
    return Result.of(point, trial);
  }
}
