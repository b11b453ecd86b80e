package dev.permafrost.prove.faults;

import dev.permafrost.ports.roots.RootRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** All faults that can be made real, and how they are tried. */
final class RealFaults {

  /** All of them. */
  static final List<RealFault> ALL =
      List.of(
          new FullVolume(RootRole.CATALOG),
          new FullVolume(RootRole.HOT),
          new FullVolume(RootRole.COLD),
          new ReadOnlyVolume(),
          new RemovedDirectory(),
          new NoPermission(),
          new FewDescriptors());

  private RealFaults() {}

  /**
   * Tries some of them.
   *
   * @param most how many points of each, drawn from the seed
   */
  static RealReport run(List<RealFault> faults, int most, long seed) {
    List<RealReport.Row> tried = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    Random random = new Random(seed);
    try (RealTrials trials = RealTrials.begin()) {
      for (RealFault fault : faults) {
        Optional<String> why = trials.in(fault::impossibleBecause);
        if (why.isPresent()) {
          skipped.add(fault.name() + ": " + why.get());
        } else {
          tried.add(
              new RealReport.Row(
                  fault.name(), fault.tryAll(some(fault.points(), most, random), trials)));
        }
      }
    }
    return new RealReport(tried, skipped);
  }

  private static List<String> some(List<String> points, int most, Random random) {
    if (points.size() <= most) {
      return points;
    }
    List<String> drawn = new ArrayList<>(points);
    Collections.shuffle(drawn, random);
    return drawn.subList(0, most);
  }

  /**
   * The fault of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static RealFault named(String name) {
    return ALL.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no real fault '" + name + "'"));
  }

  /**
   * Tries one point again.
   *
   * @throws IllegalArgumentException if there is no such fault or point
   */
  static RealReport replay(String name, String point) {
    RealFault fault = named(name);
    if (!fault.points().contains(point)) {
      throw new IllegalArgumentException("no point '" + point + "' among " + fault.points());
    }
    try (RealTrials trials = RealTrials.begin()) {
      Optional<String> why = trials.in(fault::impossibleBecause);
      return why.isPresent()
          ? new RealReport(List.of(), List.of(fault.name() + ": " + why.get()))
          : new RealReport(
              List.of(new RealReport.Row(name, fault.tryAll(List.of(point), trials))), List.of());
    }
  }
}
