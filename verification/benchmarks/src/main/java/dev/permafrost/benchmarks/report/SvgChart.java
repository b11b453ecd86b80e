package dev.permafrost.benchmarks.report;

import java.util.Locale;

/**
 * Draws a run: a bar for each row, as long as its median is good, with a line from its worst round
 * to its best. Where all bars end is one and the same: at the line of what each must reach.
 */
public final class SvgChart {

  private static final int WIDTH = 760;
  private static final int LEFT = 150;
  private static final int RIGHT = 170;
  private static final int TOP = 44;
  private static final int STEP = 26;
  private static final int BAR = 14;

  /** What does not fit is cut off; the figure beside the bar says it all. */
  private static final double MOST = 2.5;

  private final StringBuilder svg = new StringBuilder();

  private SvgChart() {}

  /** The chart of a run. */
  public static String of(RunFile run) {
    SvgChart chart = new SvgChart();
    int height = TOP + run.rows().size() * STEP + 16;
    chart.open(height);
    for (int i = 0; i < run.rows().size(); i++) {
      chart.draw(run.rows().get(i), TOP + i * STEP);
    }
    chart.drawMust(height);
    return chart.svg.append("</svg>\n").toString();
  }

  private void open(int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, height, WIDTH, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
    add(
        "<text x=\"%.1f\" y=\"18\" text-anchor=\"middle\" fill=\"#333333\">what it must reach</text>",
        x(1));
    add(
        "<text x=\"%d\" y=\"18\" text-anchor=\"end\" fill=\"#666666\">median (must)</text>",
        WIDTH - 8);
  }

  private void draw(Measured row, int y) {
    double middle = y + BAR / 2.0;
    double text = middle + 4;
    add(
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#222222\">%s</text>",
        LEFT - 8, text, row.name());
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        LEFT, y, x(row.score(row.ratio())) - LEFT, BAR, row.ok() ? "#3a7ca5" : "#c8553d");
    double worst = Math.min(row.score(row.low()), row.score(row.high()));
    double best = Math.max(row.score(row.low()), row.score(row.high()));
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#222222\"/>",
        x(worst), middle, x(best), middle);
    add(
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#222222\">%s (%s %s)%s</text>",
        WIDTH - 8,
        text,
        MarkdownTable.plain(row.ratio()),
        row.atLeast() ? "at least" : "at most",
        row.must(),
        row.ok() ? "" : " short");
  }

  private void drawMust(int height) {
    add(
        "<line x1=\"%.1f\" y1=\"26\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333333\""
            + " stroke-dasharray=\"4 3\"/>",
        x(1), x(1), height - 8);
  }

  private static double x(double score) {
    double shown = Double.isFinite(score) ? Math.max(0, Math.min(score, MOST)) : MOST;
    return LEFT + shown / MOST * (WIDTH - LEFT - RIGHT);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
