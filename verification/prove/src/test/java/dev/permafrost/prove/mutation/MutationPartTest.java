package dev.permafrost.prove.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change that no test noticed has a reason in the document, and they are few. */
final class MutationPartTest {

  @TempDir private Path source;
  private final StringWriter printed = new StringWriter();

  @BeforeEach
  void writeReports() throws IOException {
    report("domain", 20, "");
    report("adapters-fs", 9, mutation("SURVIVED", "dev.permafrost.fs.Pack", "lambda$read$3"));
    report("adapters-rocksdb", 10, "");
    report("adapters-backend", 10, "");
    reasons("| `Pack.read` | the same either way |");
  }

  @Test
  void aSurvivorWithAReasonIsNamedAndDoesNoHarm() {
    assertThat(holds()).isTrue();
    assertThat(lines())
        .containsExactly(
            "domain: mutants=20 caught=20 score=100.0%",
            "survived: Pack.read:7 changed it",
            "adapters-fs: mutants=10 caught=9 score=90.0%",
            "adapters-rocksdb: mutants=10 caught=10 score=100.0%",
            "adapters-backend: mutants=10 caught=10 score=100.0%",
            "mutation: modules=4 mutants=50 caught=49 score=98.0% unexplained=0");
  }

  @Test
  void theLakeAdapterNeedsLessAndNoReasons() throws IOException {
    report("adapters-backend", 17, survivors(3));
    assertThat(holds()).isTrue();
    assertThat(lines())
        .contains("survived: Lake.read:7 changed it")
        .contains("adapters-backend: mutants=20 caught=17 score=85.0%");

    report("adapters-backend", 17, survivors(4));
    assertThat(holds()).isFalse();
  }

  private static String survivors(int count) {
    return mutation("SURVIVED", "dev.permafrost.backend.Lake", "read").repeat(count);
  }

  @Test
  void aSurvivorWithoutAReasonFails() throws IOException {
    reasons("| `Pack.write` | the same either way |", "| `Pack.read` | |");

    assertThat(holds()).isFalse();
    assertThat(lines()).contains("survived without a reason: Pack.read:7 changed it");
  }

  @Test
  void aLineThatNoTestRunsCountsAsSurvived() throws IOException {
    report("domain", 20, mutation("NO_COVERAGE", "dev.permafrost.domain.Chunk", "of"));

    assertThat(holds()).isFalse();
    assertThat(lines()).contains("survived without a reason: Chunk.of:7 changed it");
  }

  @Test
  void oneModuleBelowNineTenthsFailsWhateverTheOthersReach() throws IOException {
    report("domain", 1000, "");
    report("adapters-fs", 8, mutation("SURVIVED", "dev.permafrost.fs.Pack", "read"));

    assertThat(holds()).isFalse();
    assertThat(lines()).contains("adapters-fs: mutants=9 caught=8 score=88.9%");
  }

  @Test
  void withoutAReportItSaysSo() throws IOException {
    Files.delete(source.resolve("domain/target/mutation/mutations.xml"));

    assertThatThrownBy(this::holds)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no report at");
  }

  private boolean holds() {
    return new MutationPart(source).holds(new PrintWriter(printed, true));
  }

  private List<String> lines() {
    return printed.toString().lines().toList();
  }

  private void report(String module, int killed, String more) throws IOException {
    Path file = source.resolve(module).resolve("target/mutation/mutations.xml");
    Files.createDirectories(file.getParent());
    String mutations = mutation("KILLED", "dev.permafrost.A", "b").repeat(killed) + more;
    Files.writeString(
        file,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mutations partial=\"true\">"
            + mutations
            + "</mutations>");
  }

  private static String mutation(String status, String className, String method) {
    return "<mutation detected='true' status='%s'><sourceFile>A.java</sourceFile>".formatted(status)
        + "<mutatedClass>%s</mutatedClass><mutatedMethod>%s</mutatedMethod>"
            .formatted(className, method)
        + "<lineNumber>7</lineNumber><description>changed it</description></mutation>";
  }

  private void reasons(String... rows) throws IOException {
    Path file = source.resolve("docs/mutation.md");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(rows));
  }
}
