package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, configuration and help: what is decided before a store is touched. */
final class UsageTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "thaw",
        "freeze",
        "freeze --chunks",
        "freeze --chunks a",
        "freeze --chunks 5-3",
        "freeze --chunks 429496",
        "freeze --chunks 0 --chunks 1",
        "freeze --chunks 0 --workers 0",
        "freeze --chunks 0 --workers 65",
        "freeze --chunks 0 --workers many",
        "freeze --chunks 0 --io-limit 0",
        "freeze --chunks 0 --io-limit 10MB",
        "freeze --chunks 0 --io-limit -1",
        "freeze --chunks 0 --lake ftp://somewhere/",
        "freeze --chunks 0 --lake ://",
        "freeze --chunks 0 --coverage-timeout 5",
        "freeze --chunks 0 --coverage-timeout -5m",
        "freeze --chunks 0 surplus",
        "ingest --chunk 0 --until x",
        "ingest --chunk 0 --until 1",
        "ingest --chunk 0 --until 10002",
        "ingest --chunks 0-1 --until 5",
        "discard --chunks 0",
        "discard --chunks 0 --lose-unfrozen",
        "sweep",
        "status",
        "verify",
        "recover --chunks 0 --yes",
        "recover --chunks 0 --hot --witness --yes",
        "recover --chunks 0 --artifacts events --yes",
        "cat",
        "cat --ledger first",
        "lake",
        "lake survey",
        "lake survey --lake http://127.0.0.1:1/ --per-batch 0",
        "lake survey --lake http://127.0.0.1:1/ --per-partition many",
        "lake survey --lake https://127.0.0.1:1/ --lake-ca nowhere",
        "lake check --ledgers 2-9",
        "lake check --lake http://127.0.0.1:1/",
        "lake check --lake http://127.0.0.1:1/ --ledgers 9-2",
        "lake check --lake http://127.0.0.1:1/ --ledgers 1-9",
        "lake check --lake http://127.0.0.1:1/ --ledgers 2-4294967296",
        "lake check --lake http://127.0.0.1:1/ --ledgers all",
        "lake check --lake http://127.0.0.1:1/ --ledgers 2-9 --fetch-from ftp://h/",
        "lake copy --from http://127.0.0.1:1/ --to lake",
        "lake copy --from http://127.0.0.1:1/ --ledgers 2-9",
        "lake copy --from ftp://h/ --to lake --ledgers 2-9",
        "lake copy --from http://127.0.0.1:1/ --to lake --ledgers 2-9 --lake http://h/",
        "lake serve",
        "lake serve nowhere/at/all",
        "lake forge --first 1 --ledgers 5 --out lake",
        "lake forge --first 2 --ledgers 0 --out lake",
        "lake forge --first 4294967295 --ledgers 2 --out lake",
        "lake forge --first 2 --ledgers 5 --per-batch 0 --out lake",
        "lake forge --first 2 --ledgers 5 --template nowhere --out lake",
        "pack",
        "pack inspect",
        "pack --lake http://127.0.0.1:1/ --chunks 0",
        "pack --lake http://127.0.0.1:1/ --landing .",
        "pack --lake http://127.0.0.1:1/ --chunks 0 --landing nowhere/at/all",
        "pack --chunks 0 --landing .",
        "pack --lake http://127.0.0.1:1/ --chunks 0 --landing . --workers 0",
        "pack --lake http://127.0.0.1:1/ --chunks 0 --landing . --shard 3/3",
        "pack --lake http://127.0.0.1:1/ --chunks 0 --landing . --shard /3",
        "pack --lake http://127.0.0.1:1/ --chunks 0 --landing . --receipts pom.xml",
        "pack verify --chunks 0",
        "pack verify --from .",
        "pack verify --from nowhere/at/all --chunks 0",
        "pack verify --from . --chunks 0 --workers 65",
        "pack verify --from . --chunks 0 --shard 2/2",
        "adopt --chunks 0 --from . --receipts nowhere",
        "adopt --chunks 0 --hot --receipts nowhere",
        "demo --lake http://127.0.0.1:1/",
        "demo --hot elsewhere",
        "--unheard-of status"
      })
  void whatCannotBeMeantExitsTwoAndTouchesNothing(String words) {
    Path data = temporary.resolve("data");
    String[] arguments = (words + " --data " + data).strip().split(" +", -1);

    Ran ran = Line.run((Object[]) arguments);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).startsWith("permafrost: ").doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
    assertThat(DiskTree.on(temporary).snapshot()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "verify",
        "cat --ledger 5",
        "sweep",
        "freeze --chunks 0",
        "demo --cold x"
      })
  void aStoreHasToBeNamed(String words) {
    Ran ran = Line.run((Object[]) words.split(" ", -1));

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("--data DIR");
  }

  @Test
  void anAddressWithAPasswordIsRefusedAndNotRepeated() {
    Ran ran =
        Line.run(
            "lake", "survey", "--lake", "https://somebody:hunter2@lake.example/x?token=hunter3");

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).doesNotContain("hunter");
  }

  @Test
  void wrongUsageIsToldAsJsonToo() {
    Ran ran = Line.run("--json", "freeze", "--chunks", "0", "--workers", "0", "--data", temporary);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.json().get("error").get("type").asText()).isEqualTo("WrongUsage");
    assertThat(ran.json().get("error").get("exitCode").asInt()).isEqualTo(2);
  }

  @Test
  void helpIsAResultAndNoFailure() {
    assertThat(Line.run("--help").code()).isZero();
    assertThat(Line.run("--help").out()).contains("freeze").contains("Exit codes:");
    assertThat(Line.run("freeze", "--help").out()).contains("--workers").contains("--data");
    assertThat(Line.run("lake", "forge", "--help").out()).contains("--template");
    assertThat(Line.run("--version").out()).startsWith("permafrost ");
  }

  @Test
  void sharedOptionsStandBeforeTheCommandOrBehindIt() {
    Path data = temporary.resolve("data");

    assertThat(Line.run("--data", data, "status").err()).contains(data.toString());
    assertThat(Line.run("status", "--data", data).err()).contains(data.toString());
  }

  @Test
  void theHotRootStandsBeforeTheCommandOrBehindItToo() throws IOException {
    Path data = temporary.resolve("data");
    Path inside = Files.createDirectories(data.resolve("catalog"));

    assertThat(Line.run("--hot", inside, "status", "--data", data).err()).contains("inside");
    assertThat(Line.run("status", "--hot", inside, "--data", data).err()).contains("inside");
    assertThat(Line.run("--hot", inside, "recover", "--hot", "--chunks", 0, "--data", data).err())
        .contains("inside");
  }

  @Test
  void aConfigurationFileGivesOptionsTheirValues() throws IOException {
    Path config = config("{\"data\": \"" + temporary.resolve("a") + "\", \"workers\": 65}");

    assertThat(Line.run("status", "--config", config).err())
        .contains(temporary.resolve("a").toString());
    assertThat(Line.run("--config", config, "freeze", "--chunks", 0).err())
        .contains("--workers is 1 to 64, not 65");
  }

  @Test
  void theCommandLineWinsOverTheConfigurationFile() throws IOException {
    Path config =
        config(
            "{\"data\": \"/a\", \"hot\": \"/b\", \"json\": true, \"chunks\": \"9-1\", \"lake\":"
                + " \"x\"}");
    Path data = temporary.resolve("data");

    for (Object[] line :
        new Object[][] {
          {"--config", config, "--data", data, "--hot", data.resolve("hot"), "status"},
          {"status", "--config", config, "--data", data, "--hot", data.resolve("hot")},
          {"--data", data, "--hot", data.resolve("hot"), "status", "--config", config},
        }) {
      Object[] whole = Arrays.copyOf(line, line.length + 4);
      whole[line.length] = "--lake";
      whole[line.length + 1] = "file:/nowhere";
      whole[line.length + 2] = "--chunk";
      whole[line.length + 3] = "1";
      Ran ran = Line.run(whole);
      assertThat(ran.json().get("error").get("message").asText())
          .as("%s", ran)
          .contains("there is no store at " + data);
    }
  }

  @Test
  void aFlagOfTheConfigurationFileMayBeRepeatedOnTheCommandLine() throws IOException {
    Path config = config("{\"json\": true}");

    Ran ran = Line.run("status", "--json", "--config", config, "--data", temporary.resolve("a"));

    assertThat(ran.json().get("error").get("type").asText()).isEqualTo("StoreNotFound");
  }

  @Test
  void aRequiredOptionMayComeFromTheConfigurationFile() throws IOException {
    Path config = config("{\"chunks\": \"0-1\", \"until\": 5}");

    assertThat(Line.run("ingest", "--config", config, "--data", temporary.resolve("a")).err())
        .contains("--until applies to one chunk, not to 0-1");
  }

  @Test
  void theKeyHotIsTheRootAndNeverAFlag() throws IOException {
    Path data = temporary.resolve("data");
    Path config = config("{\"hot\": \"" + data.resolve("catalog") + "\"}");

    assertThat(Line.run("status", "--config", config, "--data", data).err()).contains("inside");
    assertThat(Line.run("recover", "--chunk", 0, "--config", config, "--data", data).err())
        .contains("recover what?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"dta\": \"/a\"}", "{\"yes\": true}", "[]", "{\"chunks\": \"x\"}"})
  void aConfigurationFileThatCannotBeMeantExitsTwo(String text) throws IOException {
    Ran ran = Line.run("freeze", "--config", config(text), "--data", temporary.resolve("a"));

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
  }

  private Path config(String text) throws IOException {
    return Files.writeString(temporary.resolve("config.json"), text);
  }
}
