package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input that is on this machine: directories, roots, catalog entries, files. */
@ExtendWith(DemoStore.Maker.class)
final class BadInputTest {

  @TempDir Path temporary;

  @Test
  void aMissingDirectoryIsNoStore() {
    Ran ran = Line.run("status", "--data", temporary.resolve("absent"));

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("there is no store");
    assertThat(temporary.resolve("absent")).doesNotExist();
  }

  @Test
  void anUnwritableDirectoryIsForAnOperator(DemoStore demo) throws IOException {
    assumeFalse(System.getProperty("user.name", "").equals("root"), "root may write everywhere");
    Path closed = Files.createDirectory(temporary.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));

    Ran ran = freeze(demo, closed.resolve("data"));

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-PERMISSION");
  }

  @Test
  void aFullDiskIsForAnOperatorAndFreezesNothing(DemoStore demo) throws Exception {
    Path cold = Files.createDirectory(temporary.resolve("cold"));
    assumeTrue(
        Programs.succeeds("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", cold.toString()),
        "mounting a small volume is not allowed here");
    String store = " --data " + temporary.resolve("data") + " --cold " + cold;
    try {
      Ran ran = run("freeze --no-space-check --chunk 0 --lake " + demo.lakeAddress() + store);

      assertThat(ran.code()).as("%s", ran).isEqualTo(4);
      assertThat(ran.err()).contains("PF-NO-SPACE");
      assertThat(cold.resolve("ledgers/00000/00000000.pack")).doesNotExist();
      assertThat(run("status" + store).out()).contains("ledgers freezing");
    } finally {
      assertThat(Programs.succeeds("umount", cold.toString())).isTrue();
    }
  }

  @Test
  void aFileInThePlaceOfARootIsNamed(DemoStore demo) throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "of somebody");

    Ran ran = freeze(demo, file);

    assertThat(ran.code()).as("%s", ran).isNotZero();
    assertThat(ran.err()).contains(file.toString());
    assertThat(file).hasContent("of somebody");
  }

  @ParameterizedTest
  @CsvSource({"a,a", "a,a/b", "a/b,a", "a,a/../a", "a,./a"})
  void rootsInsideEachOtherAreRefusedBeforeAnythingIsWritten(
      String hot, String cold, DemoStore demo) {
    Ran ran =
        Line.run(
            "freeze",
            "--chunk",
            0,
            "--lake",
            demo.lakeAddress(),
            "--catalog",
            temporary.resolve("catalog"),
            "--hot",
            temporary.resolve(hot),
            "--cold",
            temporary.resolve(cold));

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("equal or inside each other");
    assertThat(DiskTree.on(temporary).snapshot()).isEmpty();
  }

  @Test
  void anotherStoresRootIsRefusedAndLeftAlone(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    Path other = temporary.resolve("other");
    assertThat(ingestOne(demo, other).code()).isZero();
    SortedMap<String, String> before = DiskTree.on(temporary).snapshot();

    for (String command : List.of("freeze --chunk 1", "sweep", "status", "verify")) {
      Ran ran = run(command + " --data " + store + " --hot " + other.resolve("hot"));
      assertThat(ran.code()).as("%s", ran).isEqualTo(4);
      assertThat(ran.err()).contains("PF-WRONG-STORE").contains("the hot root");
    }
    assertThat(without(DiskTree.on(temporary).snapshot(), "store/catalog/"))
        .isEqualTo(without(before, "store/catalog/"));
  }

  @Test
  void anEmptyMountPointIsRefusedAndNotFilled(DemoStore demo) throws IOException {
    Path store = demo.copyTo(temporary.resolve("store"));
    Path mountPoint = Files.createDirectory(temporary.resolve("volume"));

    for (String root : List.of("--hot", "--cold")) {
      Ran ran =
          run(
              "freeze --chunk 2 --data "
                  + store
                  + " --lake "
                  + demo.lakeAddress()
                  + " "
                  + root
                  + " "
                  + mountPoint);
      assertThat(ran.code()).as("%s", ran).isEqualTo(4);
      assertThat(ran.err()).contains("PF-WRONG-STORE").contains("without PERMAFROST");
      assertThat(DiskTree.on(mountPoint).snapshot()).isEmpty();
    }
  }

  @Test
  void aCatalogIsNeverMadeAnewOverData(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    DiskTree.on(store).remove("catalog/rocksdb");

    Ran ran = run("freeze --chunk 1 --data " + store);

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-CATALOG-LOST");
    assertThat(store.resolve("catalog/rocksdb")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "chunk:00000001:events,frozen",
    "chunk:00000001:ledgers,thawed",
    "chunk:1:ledgers,frozen",
    "hot:chunk:00000001,warm",
    "hot:chunk:99999999,ready",
    "config:unheard,of"
  })
  void anUnknownCatalogKeyValueOrKindIsNamedAndHidesNoOther(
      String key, String value, DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    putIntoCatalog(store, key, value);

    Ran status = Line.run("status", "--json", "--data", store);
    Ran verify = Line.run("verify", "--json", "--data", store);

    assertThat(status.code()).as("%s", status).isEqualTo(4);
    assertThat(status.err()).contains("PF-CATALOG-ENTRY").contains(key + "=" + value);
    JsonNode unknown = status.json().get("unknown");
    assertThat(unknown).hasSize(1);
    assertThat(unknown.get(0).get("key").asText()).isEqualTo(key);
    assertThat(status.json().get("chunks").get(0).get("chunk").asInt()).isZero();
    assertThat(verify.code()).as("%s", verify).isEqualTo(4);
    assertThat(verify.json().get(0).get("result").asText()).isEqualTo("sound");
  }

  @Test
  void aPackOfAnotherChunkUnderThisChunksNameIsDamage(DemoStore demo) throws IOException {
    Path store = demo.copyTo(temporary.resolve("store"));
    Files.copy(Line.pack(store, 1), Line.pack(store, 0), StandardCopyOption.REPLACE_EXISTING);

    Ran verify = Line.run("verify", "--chunk", 0, "--data", store);
    Ran cat = Line.run("cat", "--ledger", 5, "--data", store);

    assertThat(verify.code()).as("%s", verify).isEqualTo(1);
    assertThat(cat.code()).as("%s", cat).isEqualTo(1);
    assertThat(cat.bytes()).isEmpty();
  }

  @Test
  void aMissingPackIsForAnOperatorAndNeverAReasonToDownload(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    DiskTree.on(store).remove("ledgers/00000/00000001.pack");

    for (String command : List.of("status", "verify", "cat --ledger 10005")) {
      Ran ran = run(command + " --data " + store + " --lake " + demo.lakeAddress());
      assertThat(ran.code()).as("%s", ran).isEqualTo(4);
      assertThat(ran.err()).contains("PF-ARTIFACT-MISSING").contains("--artifacts ledgers");
    }
  }

  @Test
  void ofSeveralChunksFourComesBeforeOne(DemoStore demo) {
    Path store = demo.copyTo(temporary.resolve("store"));
    DiskTree.on(store).invert("ledgers/00000/00000001.pack", 5_000_000);
    assertThat(run("verify --data " + store).code()).isEqualTo(1);
    DiskTree.on(store).remove("ledgers/00000/00000000.pack");

    Ran ran = run("verify --data " + store);

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.out().lines()).hasSize(3);
    assertThat(ran.err()).contains("PF-ARTIFACT-MISSING").contains("corrupt artifact");
  }

  @Test
  void ofSeveralChunksOneComesBeforeThreeAndNoneHidesAnother(DemoStore demo) throws IOException {
    LakeShape shape = LakeShape.usual("irrelevant");
    try (LakeServer server = LakeServer.of(demo.lake()).listing(Listing.OBJECTS).start()) {
      server.faults().always(shape.key(50), Fault.body(new byte[300]));

      Ran ran =
          run(
              "freeze --json --chunks 0-2 --workers 2 --coverage-timeout 0 --data "
                  + temporary.resolve("data")
                  + " --lake "
                  + server.uri());

      assertThat(ran.code()).as("%s", ran).isEqualTo(1);
      assertThat(ran.json().at("/0/failure/type").asText()).isEqualTo("LakeDamage");
      assertThat(ran.json().at("/1/result").asText()).as("%s", ran).isEqualTo("frozen");
      assertThat(ran.json().at("/2/failure/type").asText()).isEqualTo("BackendCoverageTimeout");
      assertThat(Line.pack(temporary.resolve("data"), 0)).doesNotExist();
      assertThat(Line.pack(temporary.resolve("data"), 1))
          .hasSameBinaryContentAs(Line.pack(demo.directory(), 1));
    }
  }

  private static void putIntoCatalog(Path store, String key, String value) {
    try (MetaStore catalog = RocksDbStores.metaStores(store.resolve("catalog")).openExisting()) {
      catalog.commit(MetaBatch.builder().put(key, value).build());
    }
  }

  private static Ran ingestOne(DemoStore demo, Path data) {
    return run("ingest --chunk 0 --until 3 --data " + data + " --lake " + demo.lakeAddress());
  }

  private static Ran freeze(DemoStore demo, Path data) {
    return run("freeze --chunk 0 --data " + data + " --lake " + demo.lakeAddress());
  }

  private static Ran run(String line) {
    return Line.run((Object[]) line.split(" ", -1));
  }

  private static SortedMap<String, String> without(SortedMap<String, String> tree, String prefix) {
    SortedMap<String, String> rest = new TreeMap<>(tree);
    rest.keySet().removeIf(path -> path.startsWith(prefix));
    return rest;
  }
}
