package dev.permafrost.prove.power;

import dev.permafrost.prove.disk.WorkDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Leaves out one sync after the other, and cuts the power until a file system shows it. Its
 * arguments: how many cuts each gets, the source of the library that leaves syncs out, a seed, and
 * a part of the names of those that are tried.
 */
final class PowerMutantsProcess {

  private PowerMutantsProcess() {}

  /** Runs, and exits with 0 if a file system showed one, and each left something out. */
  public static void main(String[] arguments) throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    int cuts = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[2]);
    long begunNanos = System.nanoTime();
    int shown = 0;
    int tried = 0;
    int idle = 0;
    try (WorkDirectory work = WorkDirectory.make("power")) {
      Path library = SkippedSync.compile(Path.of(arguments[1]), work.path());
      out.printf(Locale.ROOT, "%-30s %s%n", "not synced", "shown after so many cuts, and how");
      for (SkippedSync skipped : SkippedSync.ALL) {
        if (!skipped.name().contains(arguments[3])) {
          continue;
        }
        Path seen = work.path().resolve("seen");
        List<String> ofKinds = new ArrayList<>();
        boolean isShown = false;
        for (FileSystem kind : FileSystem.values()) {
          PowerFigures figures =
              new PowerRun(cuts, List.of(kind), skipped.environment(library, seen), 1, seed).run();
          isShown |= !figures.violations().isEmpty();
          ofKinds.add(kind.word() + ": " + result(figures));
        }
        if (!Files.deleteIfExists(seen)) {
          ofKinds.add("nothing was left out in so few cuts");
          idle++;
        }
        tried++;
        shown += isShown ? 1 : 0;
        out.printf(Locale.ROOT, "%-30s %s%n", skipped.name(), String.join("; ", ofKinds));
      }
    }
    out.printf(
        Locale.ROOT,
        "power-mutants: shown=%d/%d cuts=%d seed=%d seconds=%.1f%n",
        shown,
        tried,
        cuts,
        seed,
        (System.nanoTime() - begunNanos) / 1e9);
    System.exit(shown > 0 && idle == 0 ? 0 : 1);
  }

  private static String result(PowerFigures figures) {
    return figures.violations().stream()
        .findFirst()
        .map(wrong -> figures.cutsInAll() + " (" + wrong + ")")
        .orElse("not in " + figures.cutsInAll());
  }
}
