package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about hot databases: ingest, discard, recover. */
@ExtendWith(DemoStore.Maker.class)
final class HotTest {

  @TempDir Path temporary;

  @Test
  void ingestionStopsWhereItIsToldAndGoesOnFromThere(DemoStore demo) {
    JsonNode first = ingestUntil(demo, 30).json().get(0);
    JsonNode second = ingestUntil(demo, 45).json().get(0);
    JsonNode third = ingestUntil(demo, 45).json().get(0);

    assertThat(first.get("result").asText()).isEqualTo("ingested");
    assertThat(first.get("ledgers").asLong()).isEqualTo(29);
    assertThat(first.get("highest").asLong()).isEqualTo(30);
    assertThat(second.get("ledgers").asLong()).isEqualTo(15);
    assertThat(second.get("highest").asLong()).isEqualTo(45);
    assertThat(third.get("result").asText()).isEqualTo("nothing to do");
  }

  @Test
  void whatIsThereNeedsNoLake(DemoStore demo) {
    ingestUntil(demo, 30);

    Ran ran = Line.run("ingest", "--chunk", 0, "--until", 30, "--data", data());

    assertThat(ran.code()).as("%s", ran).isZero();
  }

  @Test
  void catReadsAHotLedger(DemoStore demo) {
    ingestUntil(demo, 30);

    assertThat(Line.run("cat", "--ledger", 30, "--data", data()).bytes())
        .isEqualTo(Line.run("cat", "--ledger", 30, "--data", demo.directory()).bytes());
    assertThat(Line.run("cat", "--ledger", 31, "--data", data()).code()).isEqualTo(2);
  }

  @Test
  void verifyChecksHotLedgers(DemoStore demo) {
    ingestUntil(demo, 30);

    JsonNode row = Line.run("verify", "--json", "--data", data()).json().get(0);

    assertThat(row.get("result").asText()).isEqualTo("sound");
    assertThat(row.get("checked").asText()).isEqualTo("hot");
    assertThat(row.get("ledgers").asLong()).isEqualTo(29);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ingest --until 30", "ingest", "freeze", "discard", "status", "verify", "cat"})
  void ofALostHotDirectoryEveryCommandPrintsTheNoticeAndChangesNothing(
      String words, DemoStore demo) {
    ingestUntil(demo, 30);
    DiskTree.on(data()).remove("hot/00000000");
    SortedMap<String, String> before = withoutCatalogFiles();

    Ran ran = run(words, demo);

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-HOT-LOST: chunk 0").contains("  1. ").contains("recover");
    assertThat(withoutCatalogFiles()).isEqualTo(before);
    JsonNode status = Line.run("status", "--json", "--data", data()).json().get("chunks");
    assertThat(status).hasSize(1);
    assertThat(status.get(0).get("hot").asText()).isEqualTo("ready");
    assertThat(status.get(0).get("artifacts")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest --until 31", "freeze", "discard", "status", "verify", "cat"})
  void ofAHotDatabaseWithoutItsLogEveryCommandPrintsTheNotice(String words, DemoStore demo) {
    ingestUntil(demo, 30);
    for (String path : DiskTree.on(data()).snapshot().keySet()) {
      if (path.startsWith("hot/00000000/") && (path.endsWith(".log") || path.endsWith(".sst"))) {
        DiskTree.on(data()).remove(path);
      }
    }

    Ran ran = run(words, demo);

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).containsPattern("PF-HOT-(LOST|DAMAGED): ");
  }

  @Test
  void discardOfNothingHasNothingToDo(DemoStore demo) {
    ingestUntil(demo, 30);

    Ran ran = Line.run("discard", "--json", "--chunks", 5, "--data", data());

    assertThat(ran.code()).as("%s", ran).isZero();
    assertThat(ran.json().get(0).get("result").asText()).isEqualTo("nothing to do");
  }

  @Test
  void discardRefusesTheOnlyCopyUnlessToldTwice(DemoStore demo) {
    ingestUntil(demo, 30);

    Ran plain = Line.run("discard", "--chunks", 0, "--data", data());
    Ran yes = Line.run("discard", "--chunks", 0, "--yes", "--data", data());
    Ran lose = Line.run("discard", "--chunks", 0, "--lose-unfrozen", "--data", data());

    assertThat(plain.code()).as("%s", plain).isEqualTo(4);
    assertThat(plain.err()).contains("PF-ONLY-COPY");
    assertThat(yes.code()).as("%s", yes).isEqualTo(4);
    assertThat(lose.code()).as("%s", lose).isEqualTo(2);
    assertThat(data().resolve("hot/00000000/CURRENT")).exists();

    Ran both = Line.run("discard", "--chunks", 0, "--lose-unfrozen", "--yes", "--data", data());

    assertThat(both.code()).as("%s", both).isZero();
    assertThat(data().resolve("hot/00000000")).doesNotExist();
    assertThat(Line.run("status", "--json", "--data", data()).json().get("chunks")).isEmpty();
  }

  @Test
  void aFrozenChunkIsDiscardedAndKeepsItsPack(DemoStore demo) {
    ingestUntil(demo, 30);
    Ran freeze = freeze(demo, 0);
    assertThat(freeze.json().get(0).get("source").asText()).isEqualTo("lake");
    assertThat(freeze.err()).contains("hot data is incomplete (up to 30 of 2-10001)");

    Ran discard = Line.run("discard", "--chunks", 0, "--data", data());

    assertThat(discard.code()).as("%s", discard).isZero();
    assertThat(data().resolve("hot/00000000")).doesNotExist();
    assertThat(Line.pack(data(), 0)).hasSameBinaryContentAs(Line.pack(demo.directory(), 0));
  }

  @Test
  void recoverySaysWhatItWillDoAndDoesItOnlyWithYes(DemoStore demo) {
    ingestUntil(demo, 30);
    DiskTree.on(data()).remove("hot/00000000");

    Ran asked = Line.run("recover", "--chunks", "0-5", "--hot", "--data", data());
    assertThat(asked.code()).as("%s", asked).isEqualTo(2);
    assertThat(asked.out()).contains("chunk 0: give up the hot data at").doesNotContain("chunk 1");
    assertThat(run("ingest", demo).code()).isEqualTo(4);

    Ran done = Line.run("recover", "--chunks", "0-5", "--hot", "--yes", "--data", data());
    assertThat(done.code()).as("%s", done).isZero();
    assertThat(done.out()).isEqualTo(asked.out());
    assertThat(ingestUntil(demo, 30).json().get(0).get("ledgers").asLong()).isEqualTo(29);
  }

  @Test
  void recoveryAsJsonNamesChunksAndKinds(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));

    JsonNode plan =
        Line.run(
                "recover",
                "--json",
                "--chunk",
                1,
                "--hot",
                "--artifacts",
                "ledgers",
                "--yes",
                "--data",
                store)
            .json();

    assertThat(plan.get("confirmed").asBoolean()).isTrue();
    assertThat(plan.get("hot")).isEmpty();
    assertThat(plan.get("witness")).isEmpty();
    assertThat(plan.get("artifacts").get(0).get("chunk").asInt()).isEqualTo(1);
    assertThat(plan.get("artifacts").get(0).get("kinds").get(0).asText()).isEqualTo("ledgers");
  }

  @Test
  void artifactsThatWereGivenUpAreSweptOrMadeAnew(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    Line.run("recover", "--chunks", "0-1", "--artifacts", "ledgers", "--yes", "--data", store);
    Ran freeze = Line.run("freeze", "--chunk", 1, "--data", store, "--lake", demo.lakeAddress());
    assertThat(freeze.code()).as("%s", freeze).isZero();

    Ran sweep = Line.run("sweep", "--json", "--data", store);

    assertThat(sweep.code()).as("%s", sweep).isZero();
    assertThat(sweep.json()).hasSize(1);
    assertThat(sweep.json().get(0).get("chunk").asInt()).isZero();
    assertThat(sweep.json().get(0).get("removed").get(0).asText()).isEqualTo("ledgers");
    assertThat(Line.pack(store, 0)).doesNotExist();
    assertThat(Line.pack(store, 1)).hasSameBinaryContentAs(Line.pack(demo.directory(), 1));
    assertThat(Line.run("sweep", "--data", store).out()).isEqualTo("nothing to sweep\n");
  }

  @Test
  void whatIsLeftBelowTheEarliestLedgerIsSwept(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    try (MetaStore catalog = RocksDbStores.metaStores(store.resolve("catalog")).openExisting()) {
      catalog.commit(MetaBatch.builder().put("config:earliest_ledger", "10002").build());
    }
    Ran audit = Line.run("audit", "--data", store);
    assertThat(audit.out())
        .contains("left-below-floor")
        .contains("permafrost --data")
        .contains("sweep");

    Ran sweep = Line.run("sweep", "--json", "--data", store);

    assertThat(sweep.code()).as("%s", sweep).isZero();
    assertThat(sweep.json().get(0).get("chunk").asInt()).isZero();
    assertThat(sweep.json().get(0).get("result").asText()).isEqualTo("pruned");
    assertThat(Line.pack(store, 0)).doesNotExist();
    assertThat(Line.pack(store, 1)).exists();
    assertThat(Line.run("audit", "--data", store).out()).doesNotContain("left-below-floor");
  }

  @Test
  void aWitnessIsWrittenAnewFromTheHighestLedger(DemoStore demo) {
    ingestUntil(demo, 30);
    DiskTree.on(data()).write("hot/00000000/WITNESS", new byte[1024]);
    assertThat(run("status", demo).err()).contains("PF-HOT-DAMAGED").contains("--witness");

    Ran done = Line.run("recover", "--chunk", 0, "--witness", "--yes", "--data", data());

    assertThat(done.code()).as("%s", done).isZero();
    assertThat(done.err()).contains("the witness says ledger 30 now");
    assertThat(ingestUntil(demo, 31).json().get(0).get("ledgers").asLong()).isEqualTo(1);
  }

  private Path data() {
    return temporary.resolve("data");
  }

  private Ran ingestUntil(DemoStore demo, long until) {
    Ran ran =
        Line.run(
            "ingest",
            "--json",
            "--chunk",
            0,
            "--until",
            until,
            "--data",
            data(),
            "--lake",
            demo.lakeAddress());
    assertThat(ran.code()).as("%s", ran).isZero();
    return ran;
  }

  private Ran freeze(DemoStore demo, int chunk) {
    return Line.run(
        "freeze", "--json", "--chunk", chunk, "--data", data(), "--lake", demo.lakeAddress());
  }

  private Ran run(String words, DemoStore demo) {
    String about =
        switch (words) {
          case "status", "verify" -> "";
          case "cat" -> " --ledger 5";
          default -> " --chunk 0";
        };
    String line = words + about + " --data " + data() + " --lake " + demo.lakeAddress();
    return Line.run((Object[]) line.split(" ", -1));
  }

  /** RocksDB's own files change with each opening for writing. */
  private SortedMap<String, String> withoutCatalogFiles() {
    SortedMap<String, String> tree = DiskTree.on(data()).snapshot();
    tree.keySet()
        .removeIf(path -> path.startsWith("catalog/rocksdb/") || path.endsWith("PERMAFROST"));
    return tree;
  }
}
