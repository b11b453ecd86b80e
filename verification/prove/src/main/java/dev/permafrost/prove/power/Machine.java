package dev.permafrost.prove.power;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.prove.workload.Victim;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The volumes of one store, one or three, which lose their power together. One thread. */
final class Machine implements AutoCloseable {

  private static final int NANOS_PER_MILLI = 1_000_000;

  /** How far apart the first and the last of three volumes may be cut, at most. */
  private static final int MOST_MILLIS_BETWEEN = 30;

  private final List<Volume> volumes;
  private final RootPaths roots;
  private final Path elsewhere;

  private Machine(List<Volume> volumes, RootPaths roots, Path elsewhere) {
    this.volumes = volumes;
    this.roots = roots;
    this.elsewhere = elsewhere;
  }

  /**
   * Makes one, with nothing on its volumes.
   *
   * @param volumes 1 for all roots together, 3 for each on its own
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the machine
  static Machine make(Path directory, FileSystem kind, int volumes) {
    List<Volume> made = new ArrayList<>();
    for (int i = 0; i < volumes; i++) {
      made.add(Volume.make(directory, "volume-" + i, kind));
    }
    Path cold = made.get(0).top();
    RootPaths roots =
        volumes == 1
            ? RootPaths.under(cold.resolve("data"))
            : new RootPaths(
                made.get(1).top().resolve("catalog"),
                made.get(2).top().resolve("hot"),
                cold.resolve("data"));
    return new Machine(made, roots, cold.resolve("elsewhere"));
  }

  /** The roots of its store. */
  RootPaths roots() {
    return roots;
  }

  /** A directory outside of the store, on the volume of the cold root. */
  Path elsewhere() {
    return elsewhere;
  }

  /** Cuts all volumes, in any order and not quite at once; the process dies a moment later. */
  void cut(Victim victim, List<Volume.Cutter> cutters, Random random) {
    List<Volume.Cutter> inOrder = new ArrayList<>(cutters);
    Collections.shuffle(inOrder, random);
    for (int i = 0; i < inOrder.size(); i++) {
      if (i > 0) {
        moment(random);
      }
      inOrder.get(i).cut();
    }
    // What it acknowledges now, without a disk, would be found missing.
    moment(random);
    victim.kill();
  }

  private static void moment(Random random) {
    Victim.pass((long) random.nextInt(MOST_MILLIS_BETWEEN / 2) * NANOS_PER_MILLI);
  }

  /** Gets ready to cut. The caller closes each. */
  List<Volume.Cutter> cutters() {
    return volumes.stream().map(Volume::cutter).toList();
  }

  /** The power is back. */
  void powerOn() {
    volumes.forEach(Volume::powerOn);
  }

  @Override
  public void close() {
    volumes.forEach(Volume::close);
  }
}
