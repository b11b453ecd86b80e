package dev.permafrost.prove.faults;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.failure.Cancelled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A directory that is taken away, between two runs or in the middle of one, and put back. Where a
 * run made it anew, which it may where nothing was promised, the new one stays.
 */
record RemovedDirectory() implements RealFault {

  private static final List<String> PLACES =
      List.of(
          "catalog",
          "catalog/rocksdb",
          "hot",
          "hot/00000000",
          "cold",
          "cold/ledgers",
          "cold/ledgers/00000",
          "cold/tiny",
          "cold/tiny/00000");

  /** In the middle of ingesting, and of freezing: at the third ledger. */
  private static final List<String> MIDDLES = List.of("INGEST", "FREEZE");

  @Override
  public String name() {
    return "removed-directory";
  }

  @Override
  public Optional<String> impossibleBecause(Path scratch) {
    return Optional.empty();
  }

  @Override
  public List<String> points() {
    List<String> points = new ArrayList<>();
    for (String place : PLACES) {
      for (RealStore.Stage stage : RealStore.Stage.values()) {
        points.add(stage + "/" + place);
      }
      MIDDLES.forEach(middle -> points.add(middle + "/" + place));
    }
    return points;
  }

  @Override
  public Result tryAt(String point, Path directory, RealTrials trials) {
    String when = point.substring(0, point.indexOf('/'));
    Path place = directory.resolve(point.substring(when.length() + 1));
    Path aside = directory.resolve("aside");
    RootPaths roots = RealTrials.rootsIn(directory);
    RealTrial trial = trials.on(roots);
    Consumer<Progress> inTheMiddle = progress -> {};
    if (MIDDLES.contains(when)) {
      Operation operation = Operation.valueOf(when);
      inTheMiddle =
          progress -> {
            if (progress.operation() == operation && progress.ledgersDone() == 3) {
              move(place, aside);
            }
          };
    } else {
      trial.prepare(RealStore.Stage.valueOf(when));
      move(place, aside);
    }
    // What is missing may be called lost: that is what it is. Only a cancellation it is not.
    trial.meet(failure -> !(failure instanceof Cancelled), inTheMiddle);
    if (Files.exists(aside) && !Files.exists(place)) {
      move(aside, place);
    }
    trial.recover();
    return Result.of(point, trial);
  }

  private static void move(Path from, Path to) {
    try {
      if (Files.exists(from)) {
        Files.createDirectories(to.getParent());
        Files.move(from, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
