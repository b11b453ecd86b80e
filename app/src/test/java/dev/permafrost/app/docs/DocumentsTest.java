package dev.permafrost.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.audit.Violation;
import dev.permafrost.ports.failure.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final Path ROOT = SourceTree.ROOT;
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern COMMAND = Pattern.compile("@Command\\(\\s*name = \"([a-z]+)\"");
  private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\| (\\d+(?:, \\d+)*) \\|");
  private static final Pattern FINDING = Pattern.compile("`([a-z-]+)`");
  private static final Pattern REMEDY = Pattern.compile("remedy=\"([^\"]*)\"");
  private static final Pattern CODE = Pattern.compile("PF-[A-Z]+(?:-[A-Z]+)*");

  @Test
  void theWiringByHandIsTheConsumersSource() throws IOException {
    String method = consumersMethod("WiredByHand");
    assertThat(read("docs/writing-an-adapter.md").lines().map(String::strip))
        .containsSubsequence(method.lines().map(String::strip).toList());
  }

  @Test
  void theReadmesExampleIsAPartOfTheConsumersSource() throws IOException {
    List<String> blocks =
        JAVA_BLOCK
            .matcher(read("README.md"))
            .results()
            .map(block -> block.group(1).strip())
            .toList();
    assertThat(blocks).hasSize(1);
    assertThat(consumersMethod("FreezeOneChunk").lines().map(String::strip))
        .containsSubsequence(blocks.get(0).lines().map(String::strip).toList());
  }

  @Test
  void theServiceOfTheDocumentsIsTheOneThatIsShipped() throws IOException {
    assertThat(read("docs/operating.md"))
        .contains("```ini\n" + read("dist/debian/permafrost.service") + "```\n");
  }

  @Test
  void theAlertsOfTheDocumentsNameRemediesAsTheMetricsHaveThem() throws IOException {
    List<String> labels = new ArrayList<>(List.of("bug", "unknown"));
    Stream.of(Remedy.values())
        .map(remedy -> remedy.name().toLowerCase(Locale.ROOT))
        .forEach(labels::add);
    List<String> named =
        REMEDY.matcher(read("docs/operating.md")).results().map(remedy -> remedy.group(1)).toList();
    assertThat(named).isNotEmpty().isSubsetOf(labels);
  }

  @Test
  void thePageForDriversShowsTheConsumersSource() throws IOException {
    String source =
        read(
            "verification/consumer/src/it/freeze-one-chunk/src/main/java/example/PushAndServe.java");
    List<String> lines = source.lines().map(String::strip).toList();
    List<String> blocks =
        JAVA_BLOCK
            .matcher(read("docs/library.md"))
            .results()
            .map(block -> block.group(1).strip())
            .toList();
    assertThat(blocks)
        .hasSize(4)
        .allSatisfy(
            block ->
                assertThat(lines).containsSubsequence(block.lines().map(String::strip).toList()));
  }

  private static String consumersMethod(String type) throws IOException {
    String source =
        read(
            "verification/consumer/src/it/freeze-one-chunk/src/main/java/example/"
                + type
                + ".java");
    String method = source.substring(source.indexOf("  static FreezeResult freeze"));
    return method.substring(0, method.lastIndexOf('}')).strip();
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
  void thePageForAuthorsOfAdaptersNamesEveryContractSuite() throws IOException {
    String page = read("docs/writing-an-adapter.md");
    try (Stream<Path> files = Files.walk(ROOT.resolve("testkit/src/main/java"))) {
      List<String> suites =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Contract.java"))
              .map(name -> name.replace(".java", ""))
              .toList();
      assertThat(suites)
          .hasSizeGreaterThan(10)
          .allSatisfy(suite -> assertThat(page).contains("`" + suite + "`"));
    }
  }

  @Test
  void theCommandLinesPageNamesEveryCommand() throws IOException {
    String page = read("docs/command-line.md");
    try (Stream<Path> files =
        Files.list(ROOT.resolve("app/src/main/java/dev/permafrost/app/command"))) {
      List<String> commands = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        COMMAND
            .matcher(Files.readString(file))
            .results()
            .map(command -> command.group(1))
            .filter(command -> !command.equals("permafrost"))
            .forEach(commands::add);
      }
      assertThat(commands)
          .hasSizeGreaterThan(15)
          .allSatisfy(
              command -> assertThat(page).containsPattern("\\| `([a-z]+ )?" + command + "[ `]"));
    }
  }

  @Test
  void theCommandLinesPageExplainsEveryExitCode() throws IOException {
    String page = read("docs/command-line.md");
    String table = page.substring(page.indexOf("| exit code |"));
    List<Integer> explained =
        EXIT_CODE
            .matcher(table)
            .results()
            .flatMap(row -> Stream.of(row.group(1).split(", ")))
            .map(Integer::valueOf)
            .sorted()
            .toList();
    assertThat(explained)
        .isEqualTo(Stream.of(ExitCode.values()).map(ExitCode::code).sorted().toList());
  }

  @Test
  void everyTestThatTheLessonsNameIsThere() throws IOException {
    String lessons = Files.readString(ROOT.resolve("docs/lessons.md"));
    List<MatchResult> tests = TEST.matcher(lessons).results().toList();
    assertThat(tests).hasSizeGreaterThan(37);
    Map<String, List<Path>> sources =
        SourceTree.javaSources().stream()
            .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
    for (MatchResult test : tests) {
      assertThat(sources.getOrDefault(test.group(1) + ".java", List.of()))
          .as(test.group())
          .anySatisfy(
              file -> assertThat(Files.readString(file)).containsPattern(member(test.group(2))));
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

  private static String read(String path) throws IOException {
    return Files.readString(ROOT.resolve(path));
  }

  private static Set<String> codesIn(Path file) throws IOException {
    return CODE.matcher(Files.readString(file))
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
