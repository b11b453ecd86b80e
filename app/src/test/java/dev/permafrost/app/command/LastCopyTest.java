package dev.permafrost.app.command;

import static dev.permafrost.app.command.AuditedStore.ALSO_FROZEN;
import static dev.permafrost.app.command.AuditedStore.FROZEN;
import static dev.permafrost.app.command.AuditedStore.pack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do to the last copy of a ledger, and how they lead out of a restore. */
@ExtendWith(DemoStore.Maker.class)
final class LastCopyTest {

  @TempDir Path temporary;

  private AuditedStore store(DemoStore demo) {
    return new AuditedStore(demo, temporary.resolve("store"), temporary.resolve("scratch"));
  }

  private static void assertClean(Ran audit) {
    assertThat(audit.code()).as("%s", audit).isZero();
    assertThat(audit.json().at("/summary/clean").asBoolean()).isTrue();
  }

  /** The commands of the notice of a chunk's first problem, the one that keeps most first. */
  private static List<String> commandsOfTheNotice(Ran status) {
    List<String> commands = new ArrayList<>();
    for (JsonNode step : status.json().at("/chunks/0/problems/0/notice/steps")) {
      if (step.has("command")) {
        commands.add(step.get("command").asText());
      }
    }
    return commands;
  }

  /** L1. */
  @Test
  void aDiscardOpensThePackFirstAndTheAuditsCommandHealsIt(DemoStore demo) throws IOException {
    AuditedStore store = store(demo);
    store.forget(FROZEN);
    store.run("ingest", "--chunk", FROZEN, "--lake", store.lake());
    store.run("freeze", "--chunk", FROZEN);
    Path file = store.data().resolve(pack(FROZEN));
    byte[] whole = Files.readAllBytes(file);

    for (boolean gone : new boolean[] {false, true}) {
      if (gone) {
        Files.delete(file);
      } else {
        Files.write(file, Arrays.copyOf(whole, 1000));
      }
      Ran refused = Line.run("discard", "--chunk", FROZEN, "--data", store.data());
      assertThat(refused.code()).as("%s", refused).isEqualTo(gone ? 4 : 1);
      Ran frozen = Line.run("freeze", "--chunk", FROZEN, "--data", store.data());
      assertThat(frozen.code()).as("%s", frozen).isEqualTo(gone ? 4 : 1);
      assertThat(Line.run("status", "--data", store.data()).code()).isEqualTo(gone ? 4 : 1);
      assertThat(store.hotFiles("CURRENT")).hasSize(1);

      AuditedStore.repairs(store.audit()).forEach(AuditedStore::runPrinted);
      assertClean(store.audit("--deep"));
      assertThat(file).hasBinaryContent(whole);
    }
    store.run("discard", "--chunk", FROZEN);
    assertThat(store.hotFiles("")).isEmpty();
    assertClean(store.audit("--deep"));
  }

  /** L2, L3. */
  @Test
  void packsAreAdoptedInPlaceCopiedAndMovedWithoutARequest(DemoStore demo) throws IOException {
    AuditedStore store = store(demo);
    byte[] whole = Files.readAllBytes(store.data().resolve(pack(FROZEN)));
    store.delete("chunk:00000000:ledgers");
    store.put("hot:chunk:00000000", "ready");

    Ran status = Line.run("status", "--json", "--data", store.data());
    assertThat(status.code()).isEqualTo(4);
    List<String> ways = commandsOfTheNotice(status);
    assertThat(ways.get(0)).isEqualTo("permafrost --data " + store.data() + " adopt --chunks 0");
    AuditedStore.runPrinted(ways.get(0));
    assertClean(store.audit("--deep"));

    Path copied = temporary.resolve("copied");
    Path ledgers = store.data().resolve("ledgers");
    Ran copy =
        Line.run("adopt", "--data", copied, "--from", ledgers, "--chunks", "0-1", "--network", "N");
    assertThat(copy.code()).as("%s", copy).isZero();
    assertThat(copied.resolve(pack(FROZEN))).hasBinaryContent(whole);
    assertThat(ledgers.resolve("00000/00000000.pack")).hasBinaryContent(whole);
    assertThat(Line.run("verify", "--data", copied).code()).isZero();

    Path landing = Files.createDirectories(temporary.resolve("landing"));
    Files.copy(copied.resolve(pack(FROZEN)), landing.resolve("00000000.pack"));
    Path moved = temporary.resolve("moved");
    Ran move =
        Line.run(
            "adopt",
            "--data",
            moved,
            "--from",
            landing,
            "--chunk",
            "0",
            "--move",
            "--network",
            "N",
            "--json");
    assertThat(move.code()).as("%s", move).isZero();
    assertThat(move.json().at("/0/result").asText()).isEqualTo("moved");
    assertThat(moved.resolve(pack(FROZEN))).hasBinaryContent(whole);
    assertThat(landing).isEmptyDirectory();
  }

  @Test
  void whatFailsACheckIsNotAdoptedAndStaysWhereItIs(DemoStore demo) throws IOException {
    AuditedStore store = store(demo);
    Path landing = Files.createDirectories(temporary.resolve("landing"));
    byte[] damaged = Files.readAllBytes(store.data().resolve(pack(FROZEN)));
    damaged[5000] ^= 1;
    Files.write(landing.resolve("00000000.pack"), damaged);
    Files.copy(store.data().resolve(pack(FROZEN)), landing.resolve("00000002.pack"));
    Path fresh = temporary.resolve("fresh");

    Ran ran =
        Line.run(
            "adopt",
            "--data",
            fresh,
            "--from",
            landing,
            "--chunks",
            "0-2",
            "--move",
            "--network",
            "N",
            "--json");

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.json().at("/0/failure/type").asText()).isEqualTo("CorruptArtifact");
    assertThat(ran.json().at("/1/failure/type").asText()).isEqualTo("CandidateMissing");
    assertThat(ran.json().at("/2/failure/type").asText()).isEqualTo("CorruptArtifact");
    assertThat(landing.resolve("00000000.pack")).hasBinaryContent(damaged);
    assertThat(landing.resolve("00000002.pack")).exists();
    assertThat(Line.run("status", "--data", fresh).out()).isEqualTo("no chunk\n");
    Ran unnamed = Line.run("adopt", "--data", fresh, "--from", landing, "--chunk", "0");
    assertThat(unnamed.code()).isEqualTo(2);
  }

  /** L4. */
  @Test
  void aCatalogThatIsGoneIsMadeAgainAndEverythingAdopted(DemoStore demo) {
    AuditedStore store = store(demo);
    store.tree().remove("catalog");

    assertThat(Line.run("status", "--data", store.data()).code()).isEqualTo(4);
    Ran planned = Line.run("recover", "--catalog", "--json", "--data", store.data());
    assertThat(planned.code()).isEqualTo(2);
    assertThat(planned.json().get("need").asText()).isEqualTo("make");
    store.run("recover", "--catalog", "--yes");
    Ran audit = store.audit("--network", "Permafrost Forged Network ; 2026");
    List<String> repairs = AuditedStore.repairs(audit);
    assertThat(repairs).hasSize(2);
    repairs.forEach(AuditedStore::runPrinted);
    assertClean(store.audit("--deep"));
    store.run("recover", "--catalog", "--yes");
  }

  /** L5. */
  @Test
  void packsAloneInADirectoryBecomeAStoreByTheCommandsThatAreNamed(DemoStore demo) {
    AuditedStore store = store(demo);
    for (String gone : List.of("catalog", "hot", "PERMAFROST")) {
      store.tree().remove(gone);
    }
    Ran refused = Line.run("adopt", "--chunks", "0", "--data", store.data());
    assertThat(refused.code()).as("%s", refused).isEqualTo(4);
    assertThat(refused.err()).contains("PF-CATALOG-LOST").contains("recover --catalog");
    Ran planned = Line.run("recover", "--catalog", "--data", store.data());
    assertThat(planned.code()).as("%s", planned).isEqualTo(2);
    assertThat(planned.out()).contains("get a new identity").contains("mount them");
    store.run("recover", "--catalog", "--yes");
    Ran audit = store.audit("--network", "Permafrost Forged Network ; 2026");
    AuditedStore.repairs(audit).forEach(AuditedStore::runPrinted);
    assertClean(store.audit("--deep"));
  }

  @Test
  void whatTheStoreDidNotMakeStopsADiscardWithItsName(DemoStore demo) {
    AuditedStore store = store(demo);
    store.ingestUntil(30);
    store.tree().write("hot/00000000/notes.txt", new byte[] {1});
    store.forget(ALSO_FROZEN);
    store.tree().write("hot/00000001", new byte[] {1});

    Ran discard =
        Line.run("discard", "--chunk", 0, "--lose-unfrozen", "--yes", "--data", store.data());
    assertThat(discard.code()).as("%s", discard).isEqualTo(4);
    assertThat(discard.err()).contains("PF-FOREIGN").contains("notes.txt");
    Ran ingest =
        Line.run(
            "ingest",
            "--chunk",
            ALSO_FROZEN,
            "--until",
            10_010,
            "--lake",
            store.lake(),
            "--data",
            store.data());
    assertThat(ingest.code()).as("%s", ingest).isEqualTo(4);
    assertThat(store.data().resolve("hot/00000001")).isRegularFile();
    Ran audit = store.audit();
    assertThat(audit.code()).as("%s", audit).isZero();
    assertThat(audit.json().at("/summary/notes").asInt()).isEqualTo(2);
  }

  /** L6. */
  @Test
  void aNoticesFirstCommandRunsAsPrintedAndKeepsWhatIsThere(DemoStore demo) {
    AuditedStore store = store(demo);
    store.ingestUntil(30);
    byte[] newer = store.tree().read("hot/00000000/WITNESS");
    store.run("discard", "--chunk", FROZEN, "--lose-unfrozen", "--yes");
    store.run("ingest", "--chunk", FROZEN, "--until", 20, "--lake", store.lake());
    store.tree().write("hot/00000000/WITNESS", newer);

    Ran status = Line.run("status", "--json", "--data", store.data());
    assertThat(status.code()).as("%s", status).isEqualTo(4);
    List<String> ways = commandsOfTheNotice(status);
    assertThat(ways.get(0)).contains("recover --chunks 0 --witness --yes");
    assertThat(AuditedStore.repairs(store.audit())).containsExactly(ways.get(0));
    AuditedStore.runPrinted(ways.get(0));
    assertThat(Line.run("cat", "--ledger", 20, "--data", store.data()).code()).isZero();
    assertClean(store.audit());

    store.tree().remove("hot/00000000");
    List<String> lost = commandsOfTheNotice(Line.run("status", "--json", "--data", store.data()));
    AuditedStore.runPrinted(lost.get(lost.size() - 1));
    assertClean(store.audit());
  }

  /** L8. */
  @Test
  void theAuditWithALakeSaysHowFarBehindTheStoreIs(DemoStore demo) {
    AuditedStore store = store(demo);
    store.forget(ALSO_FROZEN);
    Ran audit = store.audit("--lake", store.lake());
    assertThat(audit.json().at("/lag/newest").asLong()).isEqualTo(10_001);
    assertThat(audit.json().at("/lag/tip").asLong()).isEqualTo(20_001);
    assertThat(audit.json().at("/lag/behind").asLong()).isEqualTo(10_000);
  }

  /** L9. */
  @Test
  void anIngestionDoesNotWipeAHotDirectoryThatTheCatalogForgot(DemoStore demo) {
    AuditedStore store = store(demo);
    store.ingestUntil(30);
    store.delete("hot:chunk:00000000");

    Ran ran =
        Line.run(
            "ingest", "--chunk", 0, "--until", 40, "--lake", store.lake(), "--data", store.data());
    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-ORPHAN-HOT").contains("adopt --chunks 0 --hot");
    AuditedStore.repairs(store.audit()).forEach(AuditedStore::runPrinted);
    assertThat(Line.run("cat", "--ledger", 30, "--data", store.data()).code()).isZero();
    assertClean(store.audit());
  }
}
