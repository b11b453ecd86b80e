package dev.permafrost.prove.power;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A run of power cuts in a process of its own, whose mounts nobody else sees: they are gone with
 * it, whatever ends it. Its arguments: how many cuts, and a seed.
 */
final class PowerProcess {

  private static final int MOST_VIOLATIONS = 20;

  private PowerProcess() {}

  /** Runs, and exits with 0 if everything held. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PowerFigures figures =
        new PowerRun(
                Integer.parseInt(arguments[0]),
                List.of(FileSystem.values()),
                Map.of(),
                MOST_VIOLATIONS,
                Long.parseLong(arguments[1]))
            .run();
    figures.violations().forEach(out::println);
    figures.missed().forEach(out::println);
    figures.table().forEach(out::println);
    out.println(figures.line());
    System.exit(figures.hold() ? 0 : 1);
  }
}
