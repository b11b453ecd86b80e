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

  private static final List<String> MODULES = List.of("domain", "adapters-fs", "adapters-rocksdb");
  private static final double LEAST_SCORE_PERCENT = 90;

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
    for (String module : MODULES) {
      Path file = source.resolve(module).resolve("target/mutation/mutations.xml");
      if (!Files.exists(file)) {
        throw new IllegalArgumentException("no report at " + file + ": bin/prove makes it");
      }
      MutationReport report = MutationReport.read(file);
      for (Survivor survivor : report.survivors()) {
        boolean explained = reasons.cover(survivor);
        unexplained += explained ? 0 : 1;
        out.println((explained ? "survived: " : "survived without a reason: ") + survivor);
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
      enough &= score >= LEAST_SCORE_PERCENT;
      mutants += report.mutants();
      caught += report.caught();
    }
    out.println(
        String.format(
            Locale.ROOT,
            "mutation: modules=%d mutants=%d caught=%d score=%.1f%% unexplained=%d",
            MODULES.size(),
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
