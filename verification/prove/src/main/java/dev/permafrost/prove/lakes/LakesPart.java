package dev.permafrost.prove.lakes;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs the lake client's scenarios at servers that are not ours, and prints the matrix. */
public final class LakesPart implements Part {

  @Override
  public String usage() {
    return "lakes [--only PART-OF-A-SCENARIO'S-NAME]";
  }

  @Override
  public Set<String> options() {
    return Set.of("only");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    Predicate<Scenario> isWanted =
        scenario -> options.text("only").map(scenario.name()::contains).orElse(true);
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
