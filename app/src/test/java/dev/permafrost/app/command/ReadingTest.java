package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read: status, verify, cat, pack inspect. */
@ExtendWith(DemoStore.Maker.class)
final class ReadingTest {

  @TempDir Path temporary;

  @Test
  void readingCommandsChangeNothingAndCreateNothing(DemoStore demo) {
    SortedMap<String, String> before = DiskTree.on(demo.directory()).snapshot();

    assertThat(Line.run("status", "--data", demo.directory()).code()).isZero();
    assertThat(Line.run("verify", "--data", demo.directory()).code()).isZero();
    assertThat(Line.run("cat", "--data", demo.directory(), "--ledger", 2).code()).isZero();

    assertThat(DiskTree.on(demo.directory()).snapshot()).isEqualTo(before);
  }

  @Test
  void statusIsTheCatalogAsATable(DemoStore demo) {
    Ran ran = Line.run("status", "--data", demo.directory());

    assertThat(ran.out().lines().toList()).hasSize(4);
    // L8: what was rolled back together shows by its age alone.
    assertThat(ran.out().lines().toList().get(3))
        .matches("newest ledger 20001, closed 2024-01-02T03:46:45Z, [0-9,]+ days ago");
    assertThat(ran.out().lines().toList().get(0))
        .containsSubsequence("chunk", "state", "highest", "files", "paths");
    assertThat(ran.out().lines().toList().get(2))
        .containsSubsequence(
            "1", "frozen", "20001", "MB", Line.pack(demo.directory(), 1).toString());
  }

  @Test
  void statusAsJsonHasStableNames(DemoStore demo) {
    JsonNode status = Line.run("status", "--json", "--data", demo.directory()).json();

    assertThat(status.get("network").asText()).isNotEmpty();
    assertThat(status.get("unknown")).isEmpty();
    JsonNode chunk = status.get("chunks").get(1);
    assertThat(chunk.get("chunk").asInt()).isEqualTo(1);
    assertThat(chunk.get("state").asText()).isEqualTo("frozen");
    assertThat(chunk.get("hot").asText()).isEqualTo("absent");
    assertThat(chunk.get("highest").asLong()).isEqualTo(20_001);
    assertThat(chunk.get("hotPath").asText())
        .isEqualTo(demo.directory().resolve("hot/00000001").toString());
    assertThat(chunk.get("hotBytes").asLong()).isZero();
    JsonNode ledgers = chunk.get("artifacts").get("ledgers");
    assertThat(ledgers.get("state").asText()).isEqualTo("frozen");
    assertThat(ledgers.get("path").asText()).isEqualTo(Line.pack(demo.directory(), 1).toString());
    assertThat(ledgers.get("bytes").asLong())
        .isEqualTo(Line.pack(demo.directory(), 1).toFile().length());
    assertThat(chunk.get("problems")).isEmpty();
  }

  @Test
  void aChunkThatIsAskedForHasARowEvenIfThereIsNothingOfIt(DemoStore demo) {
    JsonNode status =
        Line.run("status", "--json", "--chunks", "1-2", "--data", demo.directory()).json();

    assertThat(status.get("chunks")).hasSize(2);
    assertThat(status.get("chunks").get(1).get("state").asText()).isEqualTo("absent");
  }

  @Test
  void verifyHasARowForEachChunk(DemoStore demo) {
    JsonNode rows = Line.run("verify", "--json", "--data", demo.directory()).json();

    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      assertThat(row.get("result").asText()).isEqualTo("sound");
      assertThat(row.get("checked").asText()).isEqualTo("pack");
      assertThat(row.get("ledgers").asLong()).isEqualTo(10_000);
    }
  }

  @Test
  void oneDamagedChunkHidesNoOther(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    DiskTree.on(store).invert("ledgers/00000/00000000.pack", 5_000_000);

    Ran ran = Line.run("verify", "--json", "--data", store);

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.json().get(0).get("result").asText()).isEqualTo("failed");
    assertThat(ran.json().get(0).get("failure").get("type").asText()).isEqualTo("CorruptArtifact");
    assertThat(ran.json().get(1).get("result").asText()).isEqualTo("sound");
    assertThat(ran.err()).contains("00000000.pack");
  }

  @Test
  void catGivesTheRawBytesOfALedger(DemoStore demo) {
    byte[] expected = raw(12_345);

    Ran plain = Line.run("cat", "--data", demo.directory(), "--ledger", 12_345);
    Ran json = Line.run("cat", "--json", "--data", demo.directory(), "--ledger", 12_345);

    assertThat(plain.code()).as(plain::err).isZero();
    assertThat(plain.bytes()).isEqualTo(expected);
    assertThat(LedgerFront.parse(ByteBuffer.wrap(plain.bytes())).sequence()).isEqualTo(12_345);
    assertThat(Base64.getDecoder().decode(json.json().get("base64").asText())).isEqualTo(expected);
  }

  @Test
  void catWritesNothingOfADamagedLedger(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    DiskTree.on(store).invert("ledgers/00000/00000000.pack", 400);

    Ran ran = Line.run("cat", "--data", store, "--ledger", 2);

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.bytes()).isEmpty();
  }

  @Test
  void catOfALedgerThatIsNotThereIsAWrongRequest(DemoStore demo) {
    Ran ran = Line.run("cat", "--data", demo.directory(), "--ledger", 30_000);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("30000").contains("chunk 2");
  }

  @Test
  void packInspectSaysWhatTrailerAndIndexSay(DemoStore demo) throws IOException {
    Path pack = Line.pack(demo.directory(), 1);

    JsonNode fields = Line.run("pack", "inspect", "--json", pack).json();

    assertThat(fields.get("fileBytes").asLong()).isEqualTo(Files.size(pack));
    assertThat(fields.get("version").asInt()).isEqualTo(1);
    assertThat(fields.get("format").asInt()).isEqualTo(1);
    assertThat(fields.get("records").asInt()).isEqualTo(10_000);
    assertThat(fields.get("items").asInt()).isEqualTo(10_000);
    assertThat(fields.get("itemsPerRecord").asInt()).isEqualTo(1);
    assertThat(fields.get("indexGroups").asInt()).isEqualTo(79);
    assertThat(fields.get("firstLedger").asLong()).isEqualTo(10_002);
    assertThat(fields.get("appData").asText()).isEqualTo("0100002712");
    assertThat(fields.get("packForm").asText()).isEqualTo("current");
    assertThat(fields.get("sound").asBoolean()).isTrue();
  }

  @Test
  void aPackOfAnOlderFormIsSoundAndInspectVerifyAndAuditNameItsForm(DemoStore demo)
      throws IOException {
    Path store = demo.copyTo(temporary.resolve("store"));
    Path pack = Line.pack(store, 1);
    Files.write(pack, inOlderForm(Files.readAllBytes(pack)));
    String older = "older, app data of 4 bytes";

    JsonNode inspected = Line.run("pack", "inspect", "--json", pack).json();
    assertThat(inspected.get("packForm").asText()).isEqualTo(older);
    assertThat(inspected.get("sound").asBoolean()).isTrue();

    Ran verified = Line.run("verify", "--json", "--chunks", 1, "--data", store);
    assertThat(verified.code()).as("%s", verified).isZero();
    assertThat(verified.json().get(0).get("packForm").asText()).isEqualTo(older);
    assertThat(verified.json().get(0).get("notes").get(0).asText()).contains(older);

    Ran audited = Line.run("audit", "--data", store);
    assertThat(audited.code()).as("%s", audited).isZero();
    assertThat(audited.out())
        .contains("note: chunk 1: pack of another form: " + older)
        .contains("violations=0 notes=1, clean");
  }

  /** Without the version before the sequence, and without the checksum of the app data. */
  private static byte[] inOlderForm(byte[] pack) {
    int trailerBytes = 76;
    int appData = pack.length - trailerBytes - 5;
    byte[] older = Arrays.copyOf(pack, pack.length - 1);
    System.arraycopy(pack, appData + 1, older, appData, pack.length - appData - 1);
    ByteBuffer bytes = ByteBuffer.wrap(older).order(ByteOrder.LITTLE_ENDIAN);
    int trailer = older.length - trailerBytes;
    bytes.putInt(trailer + 32, 4).putInt(trailer + 68, 0);
    CRC32C crc = new CRC32C();
    crc.update(older, trailer, 72);
    bytes.putInt(trailer + 72, (int) crc.getValue());
    return older;
  }

  @Test
  void packInspectNamesTheCheckThatFails(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    Path pack = Line.pack(store, 0);
    DiskTree.on(store).invert("ledgers/00000/00000000.pack", (int) pack.toFile().length() - 60);

    Ran ran = Line.run("pack", "inspect", pack);

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.out()).contains("FAILS").contains("checksum");
    assertThat(ran.err()).contains("corrupt artifact " + pack);
  }

  @Test
  void packInspectOfNoFileIsAWrongRequest() {
    assertThat(Line.run("pack", "inspect", temporary.resolve("absent")).code()).isEqualTo(2);
    assertThat(Line.run("pack", "inspect", temporary).code()).isEqualTo(2);
  }

  private static byte[] raw(long sequence) {
    ByteBuffer raw = LedgerForge.small(1).from(sequence).next().raw();
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    return bytes;
  }
}
