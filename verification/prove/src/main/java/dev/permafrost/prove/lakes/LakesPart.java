package dev.permafrost.prove.lakes;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.permafrost.prove.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the lake client's scenarios at servers that are not ours, and prints the matrix. */
@Command(
    name = "lakes",
    description =
        "Meets nginx, Python's http.server and an S3 server, in order and in trouble; a server "
            + "that is missing is a failure.")
public final class LakesPart implements Part {

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only the scenarios with this in their names.")
  String only = "";

  @Override
  public boolean holds(PrintWriter out) {
    Predicate<Scenario> isWanted = scenario -> scenario.name().contains(only);
    List<Scenario> conduct = LakeSuite.conduct().stream().filter(isWanted).toList();
    List<Scenario> trouble = LakeSuite.trouble().stream().filter(isWanted).toList();
    List<Scenario> all = new ArrayList<>(conduct);
    all.addAll(trouble);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("--only names no scenario");
    }
    long begunNanos = System.nanoTime();
    Matrix matrix = run(all);
    matrix.lines(all).forEach(out::println);
    out.println("lakes in order: " + figures(matrix, conduct));
    out.println(
        "lakes: "
            + figures(matrix, trouble)
            + " seconds="
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos));
    return matrix.failed(all) == 0;
  }

  private static String figures(Matrix matrix, List<Scenario> scenarios) {
    return "servers="
        + matrix.servers()
        + " scenarios="
        + scenarios.size()
        + " failed="
        + matrix.failed(scenarios);
  }

  private static Matrix run(List<Scenario> scenarios) {
    try {
      Path place = Files.createTempDirectory("permafrost-lakes-");
      try {
        return LakeSuite.run(scenarios, place);
      } finally {
        MoreFiles.deleteRecursively(place, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
