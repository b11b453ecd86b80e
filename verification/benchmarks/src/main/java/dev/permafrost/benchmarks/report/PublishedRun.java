package dev.permafrost.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Puts a run into a document, so that nobody types a figure: the table between two comments, and
 * the chart beside the document.
 */
public final class PublishedRun {

  static final String BEGIN = "<!-- figures of a run -->\n";
  static final String END = "<!-- end of figures -->\n";

  private PublishedRun() {}

  /**
   * Replaces the figures in a document, and its chart: the file of its name that ends in {@code
   * .svg}.
   *
   * @throws IllegalArgumentException if the document has no place for figures
   */
  public static void into(Path document, RunFile run) {
    try {
      String text = Files.readString(document);
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s has no place for figures: %s", document, BEGIN.strip()));
      }
      Files.writeString(
          document,
          text.substring(0, begin + BEGIN.length())
              + "\n"
              + MarkdownTable.of(run)
              + "\n"
              + text.substring(end));
      String name = document.getFileName().toString().replaceFirst("\\.md$", "");
      Files.writeString(document.resolveSibling(name + ".svg"), SvgChart.of(run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
