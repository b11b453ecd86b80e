package dev.permafrost.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.app.outcome.WrongUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables of the environment and the configuration file, together. */
final class SettingsTest {

  private static final List<String> OPTIONS =
      List.of("data", "lake", "lake-token-file", "chunks", "chunk", "workers", "yes", "config");

  @TempDir Path directory;

  private static Settings variables(String name, String value) {
    return new Settings(Map.of(name, value), Optional.empty());
  }

  @Test
  void aVariableIsTheLongNameInCapitalsWithUnderscores() {
    assertThat(Settings.variable("lake-token-file")).isEqualTo("PERMAFROST_LAKE_TOKEN_FILE");
    assertThat(variables("PERMAFROST_LAKE_TOKEN_FILE", "/t").value(List.of("lake-token-file")))
        .contains(new Settings.Given(List.of("/t"), "variable PERMAFROST_LAKE_TOKEN_FILE"));
  }

  @Test
  void whatRepeatsStandsOnALineEach() {
    assertThat(variables("PERMAFROST_LAKE", "https://a/\nhttps://b/\n").value(List.of("lake")))
        .hasValueSatisfying(
            given -> assertThat(given.values()).containsExactly("https://a/", "https://b/"));
  }

  @Test
  void aVariableWinsOverTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("c"), "{\"data\": \"/f\", \"workers\": 3}");
    Settings settings =
        new Settings(Map.of("PERMAFROST_DATA", "/v"), Optional.of(ConfigFile.read(file)));

    assertThat(settings.value(List.of("data")).orElseThrow().values()).containsExactly("/v");
    assertThat(settings.value(List.of("workers")).orElseThrow().source()).contains(file.toString());
  }

  @Test
  void twoNamesOfOneOptionAreRefused() {
    Settings settings =
        new Settings(Map.of("PERMAFROST_CHUNK", "1", "PERMAFROST_CHUNKS", "2"), Optional.empty());

    assertThatThrownBy(() -> settings.value(List.of("chunks", "chunk")))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("are one option");
  }

  @Test
  void aMisspeltVariableIsToldWithAHint() {
    assertThat(variables("PERMAFROST_WROKERS", "3").check(OPTIONS))
        .containsExactly(
            "the variable PERMAFROST_WROKERS is no option; did you mean 'PERMAFROST_WORKERS'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PERMAFROST_JAVA_OPTS",
        "PERMAFROST_S3",
        "PERMAFROST_SERVICE_HOST",
        "PERMAFROST_PORT",
        "PERMAFROST_PORT_9100_TCP_ADDR",
        "PERMAFROST_METRICS_SERVICE_PORT_HTTP",
        "PERMAFROST_CONFIG",
        "HOME"
      })
  void variablesOfTheLauncherAndOfKubernetesAreNoOptions(String name) {
    assertThat(variables(name, "x").check(OPTIONS)).isEmpty();
  }

  @Test
  void whatOnlyAPersonMaySayIsRefusedInAVariableToo() {
    assertThatThrownBy(() -> variables("PERMAFROST_YES", "true").check(OPTIONS))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("can only be given on the command line");
  }

  @ParameterizedTest
  @CsvSource({
    "wrokers,workers",
    "lak,lake",
    "chunkss,chunks",
    "dta,data",
    "lake-tok,lake-token-file"
  })
  void theNearestWordIsTheHint(String word, String meant) {
    assertThat(Nearest.of(word, OPTIONS)).contains(meant);
  }

  @Test
  void whatIsNearNothingHasNoHint() {
    assertThat(Nearest.hint("frobnicate", OPTIONS)).isEmpty();
  }
}
