package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --trust} proves, and what the commands say of it. */
@ExtendWith(DemoStore.Maker.class)
final class TrustTest {

  private static final String OTHER = "5".repeat(64);

  @TempDir Path temporary;

  @Test
  void verifySaysOfEachChunkHowFarItsHeadersAreProven(DemoStore demo) {
    JsonNode rows = verify(demo, "--trust", anchor(demo, 15_000)).json();
    assertHeaders(rows.get(0), "anchored", false, true, 10_001);
    assertHeaders(rows.get(1), "linked", true, false, 15_000);

    rows = verify(demo, "--chunk", 0).json();
    assertHeaders(rows.get(0), "linked", false, true, 0);
  }

  @Test
  void theTableSaysItInWords(DemoStore demo) {
    Ran ran =
        Line.run(
            "verify", "--chunk", 1, "--data", demo.directory(), "--trust", anchor(demo, 15_000));
    List<String> lines = ran.out().lines().toList();
    assertThat(lines.get(0)).containsSubsequence("checked", "headers", "ledgers");
    assertThat(lines.get(1)).containsSubsequence("pack", "linked below, anchored to 15000");
  }

  @Test
  void freezeSaysItOfWhatItMadeAndOfWhatWasThere(DemoStore demo) throws IOException {
    Path trust = temporary.resolve("trusted");
    Files.writeString(
        trust, "# two of them\n\n  " + anchor(demo, 20_001) + " # the top\n" + anchor(demo, 2));
    Object[] freeze = {
      "freeze",
      "--json",
      "--chunk",
      0,
      "--data",
      temporary.resolve("store"),
      "--lake",
      demo.lakeAddress(),
      "--trust-file",
      trust
    };
    assertHeaders(Line.run(freeze).json().get(0), "within", false, false, 2);
    freeze[3] = "0-1";
    JsonNode rows = Line.run(freeze).json();
    assertThat(rows.get(0).get("result").asText()).isEqualTo("frozen already");
    assertHeaders(rows.get(0), "anchored", false, true, 10_001);
    assertHeaders(rows.get(1), "anchored", true, false, 20_001);
  }

  @Test
  void whatDiffersFromATrustedHashIsDamageAndNotFrozen(DemoStore demo) {
    String trusted = "7:" + OTHER;
    Ran freeze =
        Line.run(
            "freeze",
            "--json",
            "--chunk",
            0,
            "--data",
            temporary.resolve("store"),
            "--lake",
            demo.lakeAddress(),
            "--trust",
            trusted);
    assertThat(freeze.code()).as("%s", freeze).isEqualTo(1);
    JsonNode failure = freeze.json().get(0).get("failure");
    assertThat(failure.get("type").asText()).isEqualTo("BrokenChain");
    assertThat(failure.get("message").asText())
        .contains("ledger 7", "trusted hash", OTHER, hash(demo, 7));
    assertThat(Files.exists(Line.pack(temporary.resolve("store"), 0))).isFalse();

    Ran ingest =
        Line.run(
            "ingest",
            "--chunk",
            0,
            "--until",
            9,
            "--data",
            temporary.resolve("hot"),
            "--lake",
            demo.lakeAddress(),
            "--trust",
            trusted);
    assertThat(ingest.code()).as("%s", ingest).isEqualTo(1);
    assertThat(ingest.err()).contains("ledger 7");

    Ran verify = verify(demo, "--chunk", 0, "--trust", trusted);
    assertThat(verify.code()).as("%s", verify).isEqualTo(1);
    assertThat(verify.json().get(0).get("result").asText()).isEqualTo("failed");
    assertThat(verify.json().get(0).has("headers")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "7:ab", "x:y", "7:5555 7:6666"})
  void whatIsNoTrustedHashIsWrongUsage(String text, DemoStore demo) throws IOException {
    Ran ran = verify(demo, "--trust", text);
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("SEQ:HASH");

    Path file = temporary.resolve("trusted");
    Files.writeString(file, "# first line\n" + text);
    ran = verify(demo, "--trust-file", file);
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("line 2");
  }

  @Test
  void twoHashesForOneLedgerAndAFileThatIsNotThereAreWrongUsage(DemoStore demo) {
    Ran ran = verify(demo, "--trust", "7:" + OTHER, "--trust", "7:" + "6".repeat(64));
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("ledger 7");
    ran = verify(demo, "--trust-file", temporary.resolve("none"));
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("none");
  }

  private static Ran verify(DemoStore demo, Object... more) {
    Object[] line = new Object[4 + more.length];
    line[0] = "verify";
    line[1] = "--json";
    line[2] = "--data";
    line[3] = demo.directory();
    System.arraycopy(more, 0, line, 4, more.length);
    return Line.run(line);
  }

  private static String anchor(DemoStore demo, long sequence) {
    return sequence + ":" + hash(demo, sequence);
  }

  private static String hash(DemoStore demo, long sequence) {
    byte[] raw = Line.run("cat", "--data", demo.directory(), "--ledger", sequence).bytes();
    return LedgerFront.parse(ByteBuffer.wrap(raw)).hash().toString();
  }

  private static void assertHeaders(
      JsonNode row, String headers, boolean below, boolean above, long through) {
    assertThat(row.get("headers").asText()).isEqualTo(headers);
    assertThat(row.get("linkedBelow").asBoolean()).isEqualTo(below);
    assertThat(row.get("linkedAbove").asBoolean()).isEqualTo(above);
    assertThat(row.path("provenThrough").asLong()).isEqualTo(through);
  }
}
