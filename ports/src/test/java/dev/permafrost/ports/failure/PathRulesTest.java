package dev.permafrost.ports.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * D5: paths that cannot be used are recognized from the path alone, and the message names the
 * character.
 */
final class PathRulesTest {

  @ParameterizedTest
  @CsvSource({
    "/data/\uD83D\uDE00, UTF-8, U+1F600, basic plane",
    "/data/\u00fc, US-ASCII, U+00FC, does not exist",
    "/data/\u00fc, ISO-8859-1, U+00FC, encoded differently",
    "/data/\uFFFD, UTF-8, U+FFFD, not valid text",
  })
  void d5ACharacterThatCannotBeSaidIsNamed(
      String path, String encoding, String character, String why) {
    assertThatExceptionOfType(UnusablePath.class)
        .isThrownBy(() -> PathRules.requireSayable(path, Charset.forName(encoding)))
        .withMessageContaining(character)
        .withMessageContaining(why)
        .satisfies(
            failure -> {
              assertThat(failure.problem()).isEqualTo(UnusablePath.Problem.CHARACTER);
              assertThat(failure.path()).isEqualTo(path);
              assertThat(failure.remedy()).isEqualTo(Remedy.CHANGE_REQUEST);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data", "/d\u00e4ta/\u4e16\u754c", "/with blank/and'quote"})
  void whatUtf8AndTheBasicPlaneCanSayIsUsable(String path) {
    assertThatCode(() -> PathRules.requireSayable(path, StandardCharsets.UTF_8))
        .doesNotThrowAnyException();
  }

  @Test
  void aNameAndAPathOfRootsHaveTheirLongestLengths() {
    PathRules.requireRoot(Path.of("/" + "a".repeat(255)));
    assertThatExceptionOfType(UnusablePath.class)
        .isThrownBy(() -> PathRules.requireRoot(Path.of("/" + "a".repeat(256))))
        .withMessageContaining("a name of 256 bytes");

    String long4000 = ("/" + "a".repeat(199)).repeat(20);
    PathRules.requireRoot(Path.of(long4000));
    assertThatExceptionOfType(UnusablePath.class)
        .as("what is below a root must fit, too")
        .isThrownBy(() -> PathRules.requireRoot(Path.of(long4000 + "/" + "a".repeat(50))))
        .withMessageContaining("4051 bytes");
  }

  @Test
  void aTextThatIsNoPathIsExplainedByItsCharacter() {
    assertThat(PathRules.whyNoPath("/data/\0")).isPresent();
    assertThat(PathRules.whyNoPath("/data")).isEmpty();
  }
}
