package dev.permafrost.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.audit.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README and docs say that the code can be asked for. */
final class DocumentsTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern FINDING = Pattern.compile("`([a-z-]+)`");
  private static final Pattern CODE = Pattern.compile("PF-[A-Z]+(?:-[A-Z]+)*");

  @Test
  void theReadmeShowsTheConsumersSource() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String source =
        Files.readString(
            ROOT.resolve(
                "verification/consumer/src/it/freeze-one-chunk/src/main/java/example/FreezeOneChunk.java"));
    String method = source.substring(source.indexOf("  static FreezeResult freeze"));
    List<String> lines = method.substring(0, method.lastIndexOf('}')).strip().lines().toList();
    assertThat(readme.lines().map(String::strip))
        .containsSubsequence(lines.stream().map(String::strip).toList());
  }

  @Test
  void everyOperatorNoticeIsExplainedAndNoOther() throws IOException {
    Set<String> explained = codesIn(ROOT.resolve("docs/operator-notices.md"));
    Set<String> inCode = new TreeSet<>();
    for (String directory :
        List.of(
            "ports/src/main/java/dev/permafrost/ports/failure",
            "domain/src/main/java/dev/permafrost/domain/audit")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
        for (Path file : files.toList()) {
          inCode.addAll(codesIn(file));
        }
      }
    }
    assertThat(inCode).hasSizeGreaterThan(10);
    assertThat(explained).isEqualTo(inCode);
  }

  @Test
  void theReadmeNamesEveryContractSuite() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("testkit/src/main/java"))) {
      List<String> suites =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Contract.java"))
              .map(name -> name.replace(".java", ""))
              .toList();
      assertThat(suites)
          .hasSizeGreaterThan(10)
          .allSatisfy(suite -> assertThat(readme).contains(suite));
    }
  }

  @Test
  void everyTestThatTheLessonsNameIsThere() throws IOException {
    String lessons = Files.readString(ROOT.resolve("docs/lessons.md"));
    List<MatchResult> tests = TEST.matcher(lessons).results().toList();
    assertThat(tests).hasSizeGreaterThan(37);
    try (Stream<Path> files = Files.walk(ROOT)) {
      Map<String, List<Path>> sources =
          files
              .filter(file -> file.toString().contains("/src/"))
              .filter(file -> file.toString().endsWith(".java"))
              .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
      for (MatchResult test : tests) {
        assertThat(sources.getOrDefault(test.group(1) + ".java", List.of()))
            .as(test.group())
            .anySatisfy(
                file -> assertThat(Files.readString(file)).containsPattern(member(test.group(2))));
      }
    }
  }

  /** A test method, or the rule that a field holds. */
  private static String member(String name) {
    return "(void " + name + "\\(|ArchRule " + name + "\\s)";
  }

  @Test
  void everyFindingOfAnAuditIsExplainedAndNoOther() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/audit.md"));
    String table = page.substring(page.indexOf("| finding |"), page.indexOf("\nWithout"));
    Set<String> explained = new TreeSet<>();
    for (String row : table.lines().skip(2).toList()) {
      FINDING
          .matcher(row.split("\\|", -1)[1])
          .results()
          .forEach(code -> explained.add(code.group(1)));
    }
    assertThat(explained)
        .isEqualTo(
            Stream.of(Violation.values())
                .map(Violation::code)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> codesIn(Path file) throws IOException {
    return CODE.matcher(Files.readString(file))
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
