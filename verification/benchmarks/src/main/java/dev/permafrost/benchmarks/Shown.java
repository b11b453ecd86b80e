package dev.permafrost.benchmarks;

import dev.permafrost.benchmarks.report.MarkdownTable;
import dev.permafrost.benchmarks.report.PublishedRun;
import dev.permafrost.benchmarks.report.RunFile;
import dev.permafrost.benchmarks.report.SvgChart;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The part of the command line that shows a run that was kept, and measures nothing.
 *
 * @param how the command
 * @param files what it is given, the run first
 */
record Shown(String how, List<Path> files) {

  static final String USAGE =
      """
             bench table RUN.json
             bench chart RUN.json OUT.svg
             bench publish RUN.json DOCUMENT.md\
      """;

  /** What a command line asks to be shown, if it does not ask for measurements. */
  static Optional<Shown> of(List<String> arguments) {
    if (arguments.isEmpty() || !List.of("table", "chart", "publish").contains(arguments.get(0))) {
      return Optional.empty();
    }
    return Optional.of(
        new Shown(arguments.get(0), arguments.stream().skip(1).map(Path::of).toList()));
  }

  /**
   * Shows it.
   *
   * @throws IllegalArgumentException if it cannot be done like that; the message says why
   */
  void to(PrintStream out) {
    int wanted = how.equals("table") ? 1 : 2;
    if (files.size() != wanted || !Files.isReadable(files.get(0))) {
      throw new IllegalArgumentException(
          how + " needs a run that can be read, and " + (wanted - 1) + " more\n" + USAGE);
    }
    RunFile run = RunFile.read(files.get(0));
    switch (how) {
      case "table" -> out.print(MarkdownTable.of(run));
      case "chart" -> write(files.get(1), SvgChart.of(run));
      default -> PublishedRun.into(files.get(1), run);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
