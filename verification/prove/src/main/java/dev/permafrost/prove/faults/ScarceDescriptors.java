package dev.permafrost.prove.faults;

import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.prove.disk.Descriptors;
import dev.permafrost.prove.disk.LoadedClasses;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * The process of {@link FewDescriptors}: takes every descriptor there is, gives some back, and lets
 * a run meet what is left. What it found it prints, a line for each thing.
 */
public final class ScarceDescriptors {

  private static final String POINT = "point";
  private static final String VIOLATION = "violation";
  private static final String LEAK = "leak";

  private ScarceDescriptors() {}

  /** Tries the points that are given. */
  public static void main(String[] points) {
    LoadedClasses.all();
    try (RealTrials trials = RealTrials.begin()) {
      for (String point : points) {
        print(trials.in(directory -> met(point, directory, trials)), System.out);
      }
    }
  }

  private static RealFault.Result met(String point, Path directory, RealTrials trials) {
    RealTrial trial = trials.on(RealTrials.rootsIn(directory));
    Deque<FileInputStream> taken = Descriptors.takeAll();
    try {
      Descriptors.giveBack(taken, Integer.parseInt(point.substring(point.indexOf('=') + 1)));
      trial.meet(ScarceDescriptors::mayBeCalled, progress -> {});
    } finally {
      Descriptors.giveBack(taken, taken.size());
    }
    trial.recover();
    return RealFault.Result.of(point, trial);
  }

  private static boolean mayBeCalled(StorageFailure failure) {
    return failure instanceof StorageUnavailable || failure instanceof HotStoreUnavailable;
  }

  private static void print(RealFault.Result result, PrintStream out) {
    out.println(POINT + " " + result.point() + " " + result.outcome());
    result.violations().forEach(what -> out.println(VIOLATION + " " + encode(what)));
    result.leaks().forEach(what -> out.println(LEAK + " " + encode(what)));
  }

  /** The results that were printed. */
  static List<RealFault.Result> read(List<String> lines) {
    List<RealFault.Result> results = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      if (words[0].equals(POINT)) {
        results.add(new RealFault.Result(words[1], words[2], List.of(), List.of()));
      } else {
        RealFault.Result last = results.remove(results.size() - 1);
        List<String> violations = new ArrayList<>(last.violations());
        List<String> leaks = new ArrayList<>(last.leaks());
        (words[0].equals(LEAK) ? leaks : violations).add(decode(words[1]));
        results.add(new RealFault.Result(last.point(), last.outcome(), violations, leaks));
      }
    }
    return results;
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
