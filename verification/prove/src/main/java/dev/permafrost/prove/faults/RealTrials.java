package dev.permafrost.prove.faults;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.testkit.handles.HandleWatch;
import dev.permafrost.threads.PooledWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * What all trials of real faults share: workers, a place in the temporary directory, and the files
 * that a run without any fault makes. Whoever makes it closes it; then nothing is left of it.
 */
final class RealTrials implements AutoCloseable {

  private static final int WORKERS = 2;

  private final PooledWork work;
  private final Path scratch;
  private Map<String, ByteBuffer> golden = Map.of();
  private int made;

  private RealTrials(PooledWork work, Path scratch) {
    this.work = work;
    this.scratch = scratch;
  }

  /** Makes the place and starts the workers, and runs once without any fault. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the workers are closed with this
  static RealTrials begin() {
    try {
      Path scratch = Files.createTempDirectory(Leftovers.PREFIX).toRealPath();
      RealTrials trials = new RealTrials(PooledWork.start("faults", WORKERS), scratch);
      try {
        trials.golden = trials.in(trials::runWithoutFault);
        return trials;
      } catch (RuntimeException | Error e) {
        trials.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, ByteBuffer> runWithoutFault(Path directory) {
    RootPaths roots = rootsIn(directory);
    new RealStore(roots, work, new HandleWatch())
        .bringTo(RealStore.Stage.DISCARDED, dev.permafrost.ports.events.StorageEvents.NONE);
    return RealTrial.files(roots.cold());
  }

  /** Three roots beside each other. */
  static RootPaths rootsIn(Path directory) {
    return new RootPaths(
        directory.resolve("catalog"), directory.resolve("hot"), directory.resolve("cold"));
  }

  /** A trial on roots of its own. */
  RealTrial on(RootPaths roots) {
    return new RealTrial(roots, work, golden);
  }

  /** Does something in a new directory, which is removed afterwards. */
  <T> T in(Function<Path, T> body) {
    Path directory = scratch.resolve(Integer.toString(made++));
    try {
      Files.createDirectory(directory);
      return body.apply(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      WorkDirectory.remove(directory);
    }
  }

  @Override
  public void close() {
    work.close();
    WorkDirectory.remove(scratch);
  }
}
