package dev.permafrost.app.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A place in a Java source that cites a page: the page's path from the root, and the headings
 * behind it, each in quotation marks: {@code docs/protocol.md, "Layout"}.
 *
 * @param page the path
 * @param headings none if the page is cited as a whole
 */
record Citation(String page, List<String> headings) {

  private static final Pattern CITATION =
      Pattern.compile("(docs/[\\w./-]+\\.md)\\}?((?:, \"[^\"]+\")*)");
  private static final Pattern HEADING = Pattern.compile("\"([^\"]+)\"");

  private static final String TITLES =
      "(?:storage protocol|pack format|ledger data|architecture|glossary|life of a ledger)";

  /**
   * Citations by a title alone, which a reader cannot look up: the title before or after a heading.
   */
  private static final Pattern BY_TITLE =
      Pattern.compile(
          "(?i)"
              + TITLES
              + "(?:[,:]| \\(| has it \\()? ?\"[^\"]+\"|\"[^\"]+\",? (?:of|in) the "
              + TITLES);

  /** All citations of a source, those included that are broken into lines. */
  static List<Citation> in(String source) {
    List<Citation> found = new ArrayList<>();
    for (MatchResult match : CITATION.matcher(joined(source)).results().toList()) {
      List<String> headings =
          HEADING.matcher(match.group(2)).results().map(heading -> heading.group(1)).toList();
      found.add(new Citation(match.group(1), headings));
    }
    return found;
  }

  /** Citations that name no file. */
  static List<String> byTitleIn(String source) {
    return BY_TITLE.matcher(joined(source)).results().map(MatchResult::group).toList();
  }

  /** The lines of a comment, or of a sentence in one, as one line. */
  private static String joined(String source) {
    return source.replaceAll("\\s*\\R\\s*(?:\\*(?!/)|//)?\\s*", " ");
  }
}
