package dev.permafrost.prove.faults;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory in which nothing may be made or removed: by its mode, or, for a superuser, who may do
 * that everywhere, by making it immutable, where the file system can.
 */
record NoPermission() implements RealFault {

  private static final List<String> PLACES =
      List.of("catalog", "catalog/rocksdb", "hot", "hot/00000000", "cold", "cold/ledgers/00000");

  @Override
  public String name() {
    return "no-permission";
  }

  @Override
  public Optional<String> impossibleBecause(Path scratch) {
    try {
      Path closed = Files.createDirectory(scratch.resolve("closed"));
      close(closed);
      try {
        Files.createFile(closed.resolve("file"));
        return Optional.of("this user may do everything, and no directory can be made immutable");
      } catch (IOException expected) {
        return Optional.empty();
      } finally {
        open(closed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> points() {
    List<String> points = new ArrayList<>();
    for (String place : PLACES) {
      for (RealStore.Stage stage : RealStore.Stage.values()) {
        points.add(stage + "/" + place);
      }
    }
    return points;
  }

  @Override
  public Result tryAt(String point, Path directory, RealTrials trials) {
    String when = point.substring(0, point.indexOf('/'));
    Path wanted = directory.resolve(point.substring(when.length() + 1));
    RootPaths roots = RealTrials.rootsIn(directory);
    RealTrial trial = trials.on(roots);
    trial.prepare(RealStore.Stage.valueOf(when));
    // Where it is not there yet, what is above it: it could not be made.
    Path place = nearest(wanted, directory);
    close(place);
    try {
      trial.meet(failure -> failure instanceof PermissionDenied, progress -> {});
    } finally {
      open(place);
    }
    trial.recover();
    return Result.of(point, trial);
  }

  private static Path nearest(Path wanted, Path top) {
    Path nearest = top;
    for (Path name : top.relativize(wanted)) {
      if (!Files.isDirectory(nearest.resolve(name))) {
        return nearest;
      }
      nearest = nearest.resolve(name);
    }
    return nearest;
  }

  private static void close(Path directory) {
    if (isSuperuser()) {
      Programs.succeeds("chattr", "+i", directory.toString());
    } else {
      mode(directory, "r-xr-xr-x");
    }
  }

  private static void open(Path directory) {
    if (isSuperuser()) {
      Programs.succeeds("chattr", "-i", directory.toString());
    } else {
      mode(directory, "rwxr-xr-x");
    }
  }

  private static boolean isSuperuser() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void mode(Path directory, String mode) {
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
