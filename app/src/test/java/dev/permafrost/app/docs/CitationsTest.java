package dev.permafrost.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What sources and pages refer to is there: pages, their headings, files, anchors. */
final class CitationsTest {

  private static final Path ROOT = SourceTree.ROOT;

  private final Map<Path, MarkdownPage> pages = new HashMap<>();

  @Test
  void everyCitationInASourceNamesAPageAndAHeadingThatAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    int headings = 0;
    for (Path source : sources()) {
      for (Citation citation : Citation.in(read(source))) {
        headings += citation.headings().size();
        problem(citation)
            .ifPresent(problem -> broken.add(ROOT.relativize(source) + ": " + problem));
      }
    }
    assertThat(broken).isEmpty();
    assertThat(headings).isGreaterThan(70);
  }

  @Test
  void noSourceCitesAPageByItsTitleAlone() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path source : sources()) {
      Citation.byTitleIn(read(source))
          .forEach(title -> broken.add(ROOT.relativize(source) + ": " + title));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyRelativeLinkOfAPageResolvesWithItsAnchor() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path file : SourceTree.pages()) {
      for (String link : page(file).links()) {
        if (!isElsewhere(link)) {
          links++;
          problem(file, link)
              .ifPresent(problem -> broken.add(ROOT.relativize(file) + ": " + problem));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(50);
  }

  @Test
  void everyPageOfTheDocumentationIsReachedByLinksFromTheReadme() throws IOException {
    Set<Path> reached = new TreeSet<>();
    Deque<Path> left = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
    while (!left.isEmpty()) {
      Path file = left.pop();
      if (Files.isDirectory(file)) {
        try (Stream<Path> entries = Files.list(file)) {
          entries.forEach(left::push);
        }
      } else if (file.toString().endsWith(".md") && reached.add(file)) {
        for (String link : page(file).links()) {
          if (!isElsewhere(link)) {
            left.push(target(file, link));
          }
        }
      }
    }
    assertThat(reached)
        .containsAll(
            SourceTree.pages().stream()
                .filter(file -> file.startsWith(ROOT.resolve("docs")))
                .toList());
  }

  @Test
  void aCitationMayBeBrokenIntoLines() {
    assertThat(
            Citation.in(
                """
                 * One (docs/protocol.md, "The last
                 * copy", "Layout"), and {@code docs/audit.md}.
                 // docs/restores.md,
                 // "Restores"
                """))
        .containsExactly(
            new Citation("docs/protocol.md", List.of("The last copy", "Layout")),
            new Citation("docs/audit.md", List.of()),
            new Citation("docs/restores.md", List.of("Restores")));
  }

  @Test
  void aCitationOfWhatIsNotThereIsTold() throws IOException {
    assertThat(problem(new Citation("docs/protocol.md", List.of("Layout")))).isEmpty();
    assertThat(problem(new Citation("docs/protocol.md", List.of("Layout", "No such heading"))))
        .contains("docs/protocol.md has no heading \"No such heading\"");
    assertThat(problem(new Citation("docs/no-such-page.md", List.of())))
        .contains("docs/no-such-page.md is not there");
  }

  @Test
  void aTitleWithAHeadingIsFoundInEveryOrder() {
    assertThat(Citation.byTitleIn(" * (storage\n * protocol, \"Layout\")")).hasSize(1);
    assertThat(Citation.byTitleIn(" * by the pack format: \"Records\"")).hasSize(1);
    assertThat(Citation.byTitleIn(" * of the ledger data (\"The data lake\")")).hasSize(1);
    assertThat(Citation.byTitleIn(" * \"Layout\" of the storage protocol")).hasSize(1);
    assertThat(Citation.byTitleIn(" * RFC 9110, \"Range Requests\"; the storage protocol"))
        .isEmpty();
  }

  @Test
  void anchorsAreThoseOfGitHub() {
    MarkdownPage page =
        MarkdownPage.of(
            """
            # The `.pack` file, version 1
            ## What's there? (I1-I6)
            ## Again
            ## Again
            ```
            # no heading, [no link](nowhere.md)
            ```
            See [a](b.md#c), [two
            words](d.md), `[code](e.md)` and ![image](f.svg).
            """);
    assertThat(page.anchors())
        .containsExactlyInAnyOrder(
            "the-pack-file-version-1", "whats-there-i1-i6", "again", "again-1");
    assertThat(page.headings()).contains("The .pack file, version 1");
    assertThat(page.links()).containsExactlyInAnyOrder("b.md#c", "d.md", "f.svg");
  }

  @Test
  void aLinkToWhatIsNotThereIsTold() throws IOException {
    Path readme = ROOT.resolve("README.md");
    assertThat(problem(readme, "docs/protocol.md#layout")).isEmpty();
    assertThat(problem(readme, "docs/no-such-page.md")).isPresent();
    assertThat(problem(readme, "docs/protocol.md#no-such-heading")).isPresent();
    assertThat(problem(readme, "#no-such-heading")).isPresent();
  }

  private Optional<String> problem(Citation citation) throws IOException {
    Path file = ROOT.resolve(citation.page());
    if (!Files.isRegularFile(file)) {
      return Optional.of(citation.page() + " is not there");
    }
    for (String heading : citation.headings()) {
      if (!page(file).headings().contains(heading)) {
        return Optional.of(citation.page() + " has no heading \"" + heading + "\"");
      }
    }
    return Optional.empty();
  }

  private Optional<String> problem(Path from, String link) throws IOException {
    int hash = link.indexOf('#');
    Path target = target(from, link);
    if (!target.startsWith(ROOT) || !Files.exists(target)) {
      return Optional.of("the target of (" + link + ") is not there");
    }
    boolean hasAnchor =
        hash < 0
            || (Files.isRegularFile(target)
                && page(target).anchors().contains(link.substring(hash + 1)));
    return hasAnchor ? Optional.empty() : Optional.of("(" + link + ") has no such heading");
  }

  private static Path target(Path from, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? from : from.resolveSibling(path).normalize();
  }

  /** All but this one, which holds examples of what is broken. */
  private static List<Path> sources() throws IOException {
    return SourceTree.javaSources().stream()
        .filter(source -> !source.endsWith("CitationsTest.java"))
        .toList();
  }

  private static boolean isElsewhere(String link) {
    return link.matches("[a-z]+:.*");
  }

  private MarkdownPage page(Path file) throws IOException {
    MarkdownPage known = pages.get(file);
    if (known != null) {
      return known;
    }
    MarkdownPage page = MarkdownPage.of(read(file));
    pages.put(file, page);
    return page;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
