package dev.permafrost.prove.mutation;

import dev.permafrost.prove.Part;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/**
 * Says how many changes of the code the tests notice, and which they do not.
 *
 * <p>The changes are made and tried by the build's profile {@code mutation}, which bin/prove runs
 * before; this reads its reports.
 */
@Command(
    name = "mutation",
    description = "Changes the code, and says which changes no test notices.")
public final class MutationPart implements Part {

  /**
   * What is asked of a module.
   *
   * @param module its directory
   * @param leastScorePercent how many of its changes a test must notice
   * @param needsReasons whether each change that survives needs a reason
   */
  private record Goal(String module, int leastScorePercent, boolean needsReasons) {}

  private static final List<Goal> GOALS =
      List.of(
          new Goal("domain", 90, true),
          new Goal("adapters-fs", 90, true),
          new Goal("adapters-rocksdb", 90, true),
          new Goal("adapters-backend", 85, false));

  private final Path source;

  /**
   * Reads the reports of a source tree.
   *
   * @param source where the modules lie
   */
  public MutationPart(Path source) {
    this.source = source;
  }

  @Override
  public boolean holds(PrintWriter out) {
    Reasons reasons = Reasons.read(source.resolve("docs/mutation.md"));
    int mutants = 0;
    int caught = 0;
    int unexplained = 0;
    boolean enough = true;
    for (Goal goal : GOALS) {
      String module = goal.module();
      Path file = source.resolve(module).resolve("target/mutation/mutations.xml");
      if (!Files.exists(file)) {
        throw new IllegalArgumentException("no report at " + file + ": bin/prove makes it");
      }
      MutationReport report = MutationReport.read(file);
      for (Survivor survivor : report.survivors()) {
        boolean explained = reasons.cover(survivor);
        boolean isMissing = goal.needsReasons() && !explained;
        unexplained += isMissing ? 1 : 0;
        out.println((isMissing ? "survived without a reason: " : "survived: ") + survivor);
      }
      double score = percent(report.caught(), report.mutants());
      out.println(
          String.format(
              Locale.ROOT,
              "%s: mutants=%d caught=%d score=%.1f%%",
              module,
              report.mutants(),
              report.caught(),
              score));
      enough &= score >= goal.leastScorePercent();
      mutants += report.mutants();
      caught += report.caught();
    }
    out.println(
        String.format(
            Locale.ROOT,
            "mutation: modules=%d mutants=%d caught=%d score=%.1f%% unexplained=%d",
            GOALS.size(),
            mutants,
            caught,
            percent(caught, mutants),
            unexplained));
    return enough && unexplained == 0;
  }

  private static double percent(int part, int whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }
}
