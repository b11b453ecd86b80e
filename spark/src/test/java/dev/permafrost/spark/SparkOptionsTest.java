package dev.permafrost.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.spark.Lines.Ran;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid command lines are rejected before a cluster is used. */
class SparkOptionsTest {

  @TempDir Path temporary;

  private static JavaSparkContext never() {
    throw new AssertionError("no cluster is needed to tell that");
  }

  private static Ran run(String... words) {
    return Lines.run(SparkOptionsTest::never, Map.of(), (Object[]) words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "freeze --chunks 0",
        "pack --lake http://127.0.0.1:1/ --landing .",
        "pack --lake http://127.0.0.1:1/ --landing . --chunks 3-1",
        "pack --lake http://127.0.0.1:1/ --landing . --chunks 0 --workers 2",
        "pack --lake http://127.0.0.1:1/ --landing . --chunks 0 --shard 0/2",
        "pack --lake http://127.0.0.1:1/ --landing nowhere/at/all --chunks 0",
        "pack --lake ftp://127.0.0.1:1/ --landing . --chunks 0",
        "pack --landing . --chunks 0",
        "pack --lake http://127.0.0.1:1/ --landing . --chunks 0 --receipts pom.xml",
        "pack --lake http://127.0.0.1:1/ --landing . --chunks 0 --unheard-of",
        "verify --chunks 0",
        "verify --from nowhere/at/all --chunks 0",
        "verify --from . --chunks 0 --trust nothing",
        "verify --from . --chunks 0 --receipts receipts"
      })
  void whatCannotBeMeantExitsTwo(String words) {
    Ran ran = run(words.split(" ", -1));

    assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith("permafrost: ");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void inJsonTooWhatIsWrongIsSaid() {
    Ran ran = run("pack", "--landing", ".", "--chunks", "0", "--json");

    assertThat(ran.json().path("error").path("exitCode").asInt()).isEqualTo(2);
  }

  @Test
  void helpSaysWhatThereIs() {
    Ran ran = run("--help");

    assertThat(ran.code()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).contains("Usage: permafrost-spark", "--chunks", "--receipts");
  }

  @Test
  void whatThePackCommandKnowsGoesToTheExecutors() {
    SparkOptions options =
        SparkOptions.parse(
            "pack",
            "--lake",
            "http://a/",
            "--lake",
            "http://b/",
            "--chunks",
            "4-9",
            "--json",
            "--landing",
            temporary.toString());

    assertThat(options.command())
        .containsExactly(
            "pack",
            "--lake",
            "http://a/",
            "--lake",
            "http://b/",
            "--landing",
            temporary.toString());
    assertThat(options.span().count()).isEqualTo(6);
    assertThat(options.json).isTrue();
  }
}
