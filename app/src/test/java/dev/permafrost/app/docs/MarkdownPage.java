package dev.permafrost.app.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What other files may refer to in a page in Markdown, and what the page refers to itself.
 *
 * @param headings the texts of its headings, without markup
 * @param anchors the anchors that GitHub gives to these headings
 * @param links the targets of its links and images, as they are written
 */
record MarkdownPage(Set<String> headings, Set<String> anchors, List<String> links) {

  private static final Pattern FENCE = Pattern.compile("^ {0,3}(```|~~~).*");
  private static final Pattern HEADING = Pattern.compile("^ {0,3}#{1,6} +(.*?) *#*$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK =
      Pattern.compile("\\[[^\\[\\]]*\\]\\(\\s*<?([^\\s)>]+)[^)]*\\)");
  private static final Pattern IMAGE = Pattern.compile("!\\[([^\\[\\]]*)\\]\\(([^\\s)]+)[^)]*\\)");
  private static final Pattern REFERENCE =
      Pattern.compile("(?m)^ {0,3}\\[[^\\]]+\\]: +<?([^\\s>]+)");

  /** Reads a page; text in a fenced block is neither a heading nor a link. */
  static MarkdownPage of(String text) {
    Set<String> headings = new TreeSet<>();
    Set<String> anchors = new TreeSet<>();
    Map<String, Integer> seen = new HashMap<>();
    StringBuilder prose = new StringBuilder();
    boolean isFenced = false;
    for (String line : text.lines().toList()) {
      if (FENCE.matcher(line).matches()) {
        isFenced = !isFenced;
        prose.append('\n');
        continue;
      }
      if (isFenced) {
        continue;
      }
      prose.append(line).append('\n');
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        String plain = plain(heading.group(1));
        headings.add(plain);
        anchors.add(anchor(plain, seen));
      }
    }
    return new MarkdownPage(headings, anchors, links(prose.toString()));
  }

  private static List<String> links(String prose) {
    List<String> links = new ArrayList<>();
    String rest = CODE.matcher(prose).replaceAll("code");
    // An image may be the text of a link.
    IMAGE.matcher(rest).results().forEach(image -> links.add(image.group(2)));
    rest = IMAGE.matcher(rest).replaceAll("image");
    LINK.matcher(rest).results().forEach(link -> links.add(link.group(1)));
    REFERENCE.matcher(rest).results().forEach(link -> links.add(link.group(1)));
    return links;
  }

  private static String plain(String heading) {
    return heading.replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replaceAll("[`*]", "").strip();
  }

  /** Lower case, no punctuation, hyphens for spaces; a number behind one that was there before. */
  private static String anchor(String heading, Map<String, Integer> seen) {
    String anchor =
        heading
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
            .replace(' ', '-');
    int before = seen.merge(anchor, 1, Integer::sum) - 1;
    return before == 0 ? anchor : anchor + "-" + before;
  }
}
