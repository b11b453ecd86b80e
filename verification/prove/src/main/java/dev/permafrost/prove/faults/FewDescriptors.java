package dev.permafrost.prove.faults;

import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.testkit.server.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that has only so many descriptors left, one more at each point: a process of its own,
 * with a limit, in which {@link ScarceDescriptors} holds all but those.
 */
record FewDescriptors() implements RealFault {

  private static final int MOST_FREE = 32;
  private static final String LIMIT = "ulimit -n 400 && exec \"$0\" \"$@\"";

  @Override
  public String name() {
    return "few-descriptors";
  }

  @Override
  public Optional<String> impossibleBecause(Path scratch) {
    return Programs.succeeds("bash", "-c", "ulimit -n 400")
        ? Optional.empty()
        : Optional.of("no shell can limit a process");
  }

  @Override
  public List<String> points() {
    List<String> points = new ArrayList<>();
    for (int free = 0; free <= MOST_FREE; free++) {
      points.add("free=" + free);
    }
    return points;
  }

  @Override
  public Result tryAt(String point, Path directory, RealTrials trials) {
    return tryAll(List.of(point), trials).get(0);
  }

  @Override
  public List<Result> tryAll(List<String> some, RealTrials trials) {
    return trials.in(directory -> inAProcess(some, directory));
  }

  private static List<Result> inAProcess(List<String> some, Path directory) {
    ProcessBuilder limited =
        JavaProcess.of(ScarceDescriptors.class, List.of("-XX:-MaxFDLimit"), directory, some);
    limited.command().addAll(0, List.of("bash", "-c", LIMIT));
    Path errors = directory.resolve("errors");
    try {
      Process process = limited.redirectError(errors.toFile()).start();
      List<Result> results;
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        results = ScarceDescriptors.read(lines.lines().toList());
      }
      if (process.waitFor() != 0 || results.size() != some.size()) {
        results.add(
            new Result("the process", "failed", List.of(Files.readString(errors)), List.of()));
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a proof", e);
    }
  }
}
