package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the values of options come from, and how they are reported. */
final class ConfigTest {

  @TempDir Path temporary;

  private Path file(String text) throws IOException {
    return Files.writeString(temporary.resolve("config.json"), text);
  }

  private static JsonNode row(Ran ran, String option) {
    for (JsonNode row : ran.json()) {
      if (row.get("option").asText().equals(option)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + option + ": " + ran);
  }

  @Test
  void theLineWinsOverTheVariableThatOverTheFileAndThatOverTheDefault() throws IOException {
    Path file =
        file(
            "{\"data\": \"/f\", \"network\": \"F\", \"cold\": \"/fc\", \"coverage-timeout\":"
                + " \"1m\"}");
    Line line =
        Line.with(
            Map.of(
                "PERMAFROST_DATA", "/v",
                "PERMAFROST_NETWORK", "V",
                "PERMAFROST_CONFIG", file.toString()));

    Ran ran = line.runs("--data", "/l", "config", "--json");

    assertThat(row(ran, "data").get("values").get(0).asText()).isEqualTo("/l");
    assertThat(row(ran, "data").get("from").asText()).isEqualTo("command line");
    assertThat(row(ran, "network").get("values").get(0).asText()).isEqualTo("V");
    assertThat(row(ran, "network").get("from").asText()).isEqualTo("variable PERMAFROST_NETWORK");
    assertThat(row(ran, "cold").get("from").asText()).isEqualTo("file " + file);
    assertThat(row(ran, "hot").get("from").asText()).isEqualTo("not set");
    assertThat(row(ran, "coverage-timeout").get("values").get(0).asText()).isEqualTo("1m");
    assertThat(row(Line.run("config", "--json"), "coverage-timeout").get("from").asText())
        .isEqualTo("default");
  }

  @Test
  void anOptionOfSomeCommandsIsToldWithThem() {
    Ran ran = Line.with(Map.of("PERMAFROST_POLL", "9s")).runs("config", "--json");

    assertThat(row(ran, "poll").get("commands").toString()).isEqualTo("[\"follow\"]");
    assertThat(row(ran, "poll").get("from").asText()).isEqualTo("variable PERMAFROST_POLL");
  }

  @Test
  void aVariableIsInForceAsAnOptionIs() {
    Ran ran =
        Line.with(
                Map.of(
                    "PERMAFROST_DATA",
                    temporary.resolve("a").toString(),
                    "PERMAFROST_JSON",
                    "true"))
            .runs("status");

    assertThat(ran.json().get("error").get("message").asText())
        .contains(temporary.resolve("a").toString());
  }

  @Test
  void aListOfTheFileIsAnOptionThatRepeats() throws IOException {
    Path file = file("{\"lake\": [\"file:/nowhere/a\", \"ftp://b/\"]}");

    Ran ran = Line.run("lake", "survey", "--config", file);
    Ran onLine = Line.run("lake", "survey", "--config", file, "--lake", "gopher://c/");

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("ftp");
    assertThat(onLine.err()).contains("gopher").doesNotContain("ftp");
  }

  @Test
  void aListOfFilesIsOneOfFiles() throws IOException {
    Path one = temporary.resolve("one");
    Path config = file("{\"receipts\": [\"" + one + "\"]}");
    String[] adopt = {"adopt", "--chunk", "0", "--data", temporary.toString()};
    Line byVariable = Line.with(Map.of("PERMAFROST_RECEIPTS", one + "\n" + one + "2\n"));
    Object[] byFile = Arrays.copyOf(adopt, adopt.length + 2, Object[].class);
    byFile[adopt.length] = "--config";
    byFile[adopt.length + 1] = config;

    for (Ran ran : new Ran[] {byVariable.runs((Object[]) adopt), Line.run(byFile)}) {
      assertThat(ran.code()).as("%s", ran).isEqualTo(2);
      assertThat(ran.err()).contains("--receipts: there is no file " + one);
    }
  }

  @Test
  void aListForAnOptionWithOneValueIsRefused() throws IOException {
    Ran ran = Line.run("status", "--config", file("{\"data\": [\"/a\", \"/b\"]}"));

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("--data has one value, not several");
  }

  @Test
  void secretsAreHidden() throws IOException {
    Path file =
        file(
            "{\"lake\": [\"https://me:hunter2@a/x?X-Amz-Signature=hunter3&region=eu\"],"
                + "\"lake-header\": \"Authorization: Bearer hunter4\","
                + "\"lake-proxy\": \"http://u:hunter5@p:1\","
                + "\"fetch-from\": \"https://u:hunter6@hunter7@a/\"}");
    for (Object[] line : new Object[][] {{"config", "--json"}, {"config"}}) {
      Object[] whole = Arrays.copyOf(line, line.length + 2);
      whole[line.length] = "--config";
      whole[line.length + 1] = file;
      Ran ran = Line.run(whole);

      assertThat(ran.code()).as("%s", ran).isZero();
      assertThat(ran.out())
          .doesNotContain("hunter")
          .contains("https://***@a/x", "region=eu", "Authorization: ***", "http://***@p:1");
    }
  }

  @Test
  void aWrongValueIsToldWithThePlaceThatGaveIt() throws IOException {
    Ran variable = Line.with(Map.of("PERMAFROST_WORKERS", "many")).runs("freeze", "--chunk", 0);
    Ran file = Line.run("freeze", "--chunk", 0, "--config", file("{\"workers\": \"many\"}"));

    assertThat(variable.err()).contains("variable PERMAFROST_WORKERS: ").contains("'--workers'");
    assertThat(file.err()).contains("config.json: ").contains("'--workers'");
  }

  @Test
  void aMisspeltVariableIsToldAndTheRunGoesOn() {
    Ran ran = Line.with(Map.of("PERMAFROST_WROKERS", "3")).runs("config");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("did you mean 'PERMAFROST_WORKERS'?");
  }

  @ParameterizedTest
  @CsvSource({
    "freeze --chnks 1,--chunks",
    "freeze --chunk 0 --worker=3,--workers",
    "freez,freeze",
    "lake chek,check",
    "--dta x status,--data"
  })
  void aMistypedWordHasAHintAndNoException(String words, String meant) {
    Ran ran = Line.run((Object[]) words.split(" ", -1));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("did you mean '" + meant + "'?").doesNotContain("Exception");
  }

  @Test
  void aMistypedOptionDoesNotRepeatItsValue() {
    Ran ran = Line.run("status", "--laek=https://me:hunter2@a/");

    assertThat(ran.err()).contains("'--lake'").doesNotContain("hunter");
  }
}
