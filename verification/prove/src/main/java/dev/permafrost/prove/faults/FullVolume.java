package dev.permafrost.prove.faults;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.roots.RootRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A root on a volume that is full: of pages, or of files. The sizes step up until nothing is
 * missing, so that the volume is full at one operation after another.
 */
record FullVolume(RootRole role) implements RealFault {

  private static final int PAGE_KIB = 4;
  private static final int MOST_PAGES = 72;
  private static final int MOST_FILES = 20;

  @Override
  public String name() {
    return "full-" + role.word() + "-volume";
  }

  @Override
  public Optional<String> impossibleBecause(Path scratch) {
    Optional<Volume> volume = Volume.mount(scratch.resolve("volume"));
    volume.ifPresent(Volume::close);
    return volume.isPresent() ? Optional.empty() : Optional.of("mounting is not permitted");
  }

  @Override
  public List<String> points() {
    List<String> points = new ArrayList<>();
    for (int files = 1; files <= MOST_FILES; files++) {
      points.add("nr_inodes=" + files);
    }
    for (int pages = 1; pages <= MOST_PAGES; pages += Math.max(1, pages / 16)) {
      points.add("size=" + pages * PAGE_KIB + "k");
    }
    return points;
  }

  @Override
  public Result tryAt(String point, Path directory, RealTrials trials) {
    RootPaths roots = RealTrials.rootsIn(directory);
    RealTrial trial = trials.on(roots);
    try (Volume volume = Volume.mount(roots.of(role), point).orElseThrow()) {
      trial.meet(failure -> failure instanceof NoSpace, progress -> {});
      volume.enlarge();
      trial.recover();
    }
    return Result.of(point, trial);
  }
}
