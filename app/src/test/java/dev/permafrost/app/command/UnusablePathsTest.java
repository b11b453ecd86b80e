package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.app.Main;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.locale.SpokenLocale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D5: paths that cannot be used are wrong requests, reported before anything is written. */
final class UnusablePathsTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"--data", "--hot", "--catalog"})
  void d5ACharacterBeyondTheBasicPlaneIsNamedAtOnce(String option) {
    assumeTrue(
        System.getProperty("sun.jnu.encoding", "").equals("UTF-8"),
        "another encoding cannot even say it");
    Path named = temporary.resolve("\uD83D\uDE00");

    Ran ran =
        option.equals("--data")
            ? Line.run("freeze", "--chunk", 0, "--data", named)
            : Line.run("freeze", "--chunk", 0, "--data", data(), option, named);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("U+1F600");
    assertThat(DiskTree.on(temporary).snapshot()).isEmpty();
  }

  @Test
  void d5AFrozenFilesRootMayHaveAnyCharacter() {
    assumeTrue(
        System.getProperty("sun.jnu.encoding", "").equals("UTF-8"),
        "another encoding cannot even say it");
    Path cold = temporary.resolve("\uD83D\uDE00");

    Ran ran = Line.run("sweep", "--data", data(), "--cold", cold);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("there is no store");
  }

  @Test
  void d5ACharacterThatTheLocaleCannotSayIsNamedAtOnce() throws Exception {
    Path config = Files.writeString(temporary.resolve("config"), "{\"data\": \"/tmp/\u00fc\"}");

    List<String> said =
        SpokenLocale.of("POSIX", temporary)
            .orElseThrow()
            .run(List.of(), Main.class, "freeze", "--chunk", 0, "--config", config);

    assertThat(said).last().isEqualTo("exit 2");
    assertThat(String.join("\n", said)).contains("U+00FC").contains("US-ASCII");
  }

  @Test
  void aNameThatIsTooLongIsAWrongRequestAndNothingIsWritten() {
    for (String line :
        List.of(
            "freeze --chunk 0 --data %s",
            "status --data %s", "lake forge --first 2 --ledgers 2 --out %s", "pack inspect %s")) {
      assertWrong(line, temporary.resolve("a".repeat(256)), "256 bytes, at most 255");
    }
    assertThat(DiskTree.on(temporary).snapshot()).isEmpty();
  }

  @Test
  void aLinkInACircleIsAWrongRequestAndNothingIsWritten() throws Exception {
    Path circle = temporary.resolve("circle");
    Files.createSymbolicLink(circle, temporary.resolve("back"));
    Files.createSymbolicLink(temporary.resolve("back"), circle);
    for (String line :
        List.of(
            "freeze --chunk 0 --data %s",
            "freeze --chunk 0 --data %s/below",
            "status --data %s",
            "verify --data %s",
            "recover --catalog --data %s",
            "lake forge --first 2 --ledgers 2 --out %s/below",
            "pack inspect %s")) {
      assertWrong(line, circle, "leads in a circle");
    }
    assertWrong("adopt --chunk 0 --data " + data() + " --from %s", circle, "no directory");
    try (var left = Files.list(temporary)) {
      assertThat(left).hasSize(2);
    }
  }

  private static void assertWrong(String line, Path path, String reason) {
    Ran ran = Line.run((Object[]) String.format(line, path).split(" ", -1));
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains(reason);
  }

  /** What is written in one encoding would be looked for in another. */
  @Test
  void d5ALocaleWhoseBytesAreNotTheLibrarysIsSaid() throws Exception {
    Optional<SpokenLocale> latin = SpokenLocale.of("de_DE", "ISO-8859-1", temporary);
    assumeTrue(latin.isPresent(), "this machine has no such locale");
    Path config = Files.writeString(temporary.resolve("config"), "{\"data\": \"/tmp/\u00fc\"}");

    List<String> said =
        latin.get().run(List.of(), Main.class, "freeze", "--chunk", 0, "--config", config);

    assertThat(said).last().isEqualTo("exit 2");
    assertThat(String.join("\n", said)).contains("U+00FC").contains("use a UTF-8 locale");
  }

  private Path data() {
    return temporary.resolve("data");
  }
}
