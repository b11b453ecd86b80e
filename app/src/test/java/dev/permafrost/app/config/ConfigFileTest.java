package dev.permafrost.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.app.outcome.WrongUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration file by itself; how it meets the command line is tested there. */
final class ConfigFileTest {

  @TempDir Path directory;

  @Test
  void keysAreLongNamesOfOptions() throws IOException {
    ConfigFile config = read("{\"data\": \"/d\", \"workers\": 4, \"json\": true}");

    config.requireOnly(List.of("data", "workers", "json", "lake"));
    assertThat(config.value(List.of("data"))).contains(List.of("/d"));
    assertThat(config.value(List.of("workers"))).contains(List.of("4"));
    assertThat(config.value(List.of("json"))).contains(List.of("true"));
    assertThat(config.value(List.of("lake"))).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefusedAndNamed() throws IOException {
    ConfigFile config = read("{\"dat\": \"/d\"}");

    assertThatThrownBy(() -> config.requireOnly(List.of("data")))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("unknown key 'dat'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "help", "version", "yes", "lose-unfrozen"})
  void whatOnlyAPersonMaySayIsRefused(String key) throws IOException {
    ConfigFile config = read("{\"" + key + "\": true}");

    assertThatThrownBy(() -> config.requireOnly(List.of(key)))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("'" + key + "' can only be given on the command line");
  }

  @Test
  void twoNamesOfOneOptionAreRefused() throws IOException {
    ConfigFile config = read("{\"chunk\": 1, \"chunks\": \"1-2\"}");

    assertThatThrownBy(() -> config.value(List.of("chunks", "chunk")))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("are one option");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"data\"",
        "{",
        "{} {}",
        "{\"data\": null}",
        "{\"data\": []}",
        "{\"data\": [7]}",
        "{\"data\": [[\"/d\"]]}",
        "{\"data\": {\"dir\": \"/d\"}}",
        "{\"data\": \"/a\", \"data\": \"/b\"}"
      })
  void whatIsNoFlatObjectIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(WrongUsage.class);
  }

  @Test
  void whatRepeatsIsAListOfStrings() throws IOException {
    ConfigFile config = read("{\"lake\": [\"https://a/\", \"https://b/\"]}");

    assertThat(config.value(List.of("lake"))).contains(List.of("https://a/", "https://b/"));
  }

  @Test
  void aMisspeltKeyIsToldWithAHint() throws IOException {
    ConfigFile config = read("{\"wrokers\": 3}");

    assertThatThrownBy(() -> config.requireOnly(List.of("workers", "data")))
        .hasMessageContaining("did you mean 'workers'?");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> ConfigFile.read(directory.resolve("absent")))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("absent");
  }

  private ConfigFile read(String text) throws IOException {
    return ConfigFile.read(Files.writeString(directory.resolve("config.json"), text));
  }
}
