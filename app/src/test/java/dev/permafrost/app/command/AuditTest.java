package dev.permafrost.app.command;

import static dev.permafrost.app.command.AuditedStore.ALSO_FROZEN;
import static dev.permafrost.app.command.AuditedStore.FREE;
import static dev.permafrost.app.command.AuditedStore.FROZEN;
import static dev.permafrost.app.command.AuditedStore.findings;
import static dev.permafrost.app.command.AuditedStore.pack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit of a real store: what it finds, and that what it prints repairs it. */
@ExtendWith(DemoStore.Maker.class)
final class AuditTest {

  /** A way in which a real store comes to be violated. */
  enum Violated {
    PACK_REMOVED("frozen-without-file", 4, store -> store.tree().remove(pack(FROZEN))),
    PACK_CUT_SHORT(
        "frozen-unsound",
        1,
        store -> {
          byte[] whole = store.tree().read(pack(FROZEN));
          store.tree().write(pack(FROZEN), Arrays.copyOf(whole, whole.length - 1));
        }),
    PACK_OF_ANOTHER_CHUNK(
        "frozen-unsound",
        1,
        store -> store.tree().write(pack(FROZEN), store.tree().read(pack(ALSO_FROZEN)))),
    PACK_EMPTY("frozen-unsound", 1, store -> store.tree().write(pack(ALSO_FROZEN), new byte[0])),
    RECORD_FLIPPED("frozen-unsound", 1, store -> store.tree().invert(pack(FROZEN), 5000), "--deep"),
    KEY_LOST("file-without-key", 4, store -> store.delete("chunk:00000001:ledgers")),
    PACK_COPIED("file-without-key", 4, store -> store.copy(pack(FROZEN), pack(FREE))),
    HOT_DIRECTORY_COPIED(
        "hot-without-key",
        4,
        store -> {
          store.ingestUntil(30);
          store.copy("hot/00000000", "hot/00000007");
        }),
    FREEZING_LEFT(
        "left-freezing",
        3,
        store -> {
          store.forget(ALSO_FROZEN);
          store.put("chunk:00000001:ledgers", "freezing");
          store.tree().write(pack(ALSO_FROZEN), new byte[100]);
        }),
    PRUNING_LEFT(
        "left-pruning",
        3,
        store -> store.run("recover", "--chunks", 1, "--artifacts", "ledgers", "--yes")),
    TRANSIENT_LEFT(
        "left-transient",
        3,
        store -> {
          store.ingestUntil(30);
          store.run("recover", "--chunks", 0, "--hot", "--yes");
        }),
    HOT_REMOVED(
        "hot-lost",
        4,
        store -> {
          store.ingestUntil(30);
          store.tree().remove("hot/00000000");
        }),
    HOT_GUTTED(
        "hot-lost",
        4,
        store -> {
          store.ingestUntil(30);
          store.tree().remove("hot/00000000/CURRENT");
        }),
    HOT_LOG_CUT_SHORT(
        "hot-lost",
        4,
        store -> {
          store.ingestUntil(30);
          for (String log : store.hotFiles(".log")) {
            byte[] whole = store.tree().read(log);
            store.tree().write(log, Arrays.copyOf(whole, whole.length / 2));
          }
        }),
    HOT_MANIFEST_REMOVED(
        "hot-damaged",
        4,
        store -> {
          store.ingestUntil(30);
          store.tree().snapshot().keySet().stream()
              .filter(path -> path.startsWith("hot/00000000/MANIFEST"))
              .forEach(store.tree()::remove);
        }),
    HOT_TABLE_FLIPPED(
        "hot-damaged",
        4,
        store -> {
          store.ingestUntil(30);
          store.ingestUntil(31);
          String table =
              store.hotFiles(".sst").stream()
                  .max(Comparator.comparing(path -> store.tree().read(path).length))
                  .orElseThrow();
          store.tree().invert(table, 200);
        },
        "--deep"),
    WITNESS_REMOVED(
        "witness-unsound",
        4,
        store -> {
          store.ingestUntil(30);
          store.tree().remove("hot/00000000/WITNESS");
        }),
    WITNESS_ZEROED(
        "witness-unsound",
        4,
        store -> {
          store.ingestUntil(30);
          store.tree().write("hot/00000000/WITNESS", new byte[1024]);
        }),
    WITNESS_FROM_LONG_AGO(
        "witness-behind",
        4,
        store -> {
          store.ingestUntil(20);
          byte[] old = store.tree().read("hot/00000000/WITNESS");
          store.ingestUntil(300);
          store.tree().write("hot/00000000/WITNESS", old);
        }),
    ANOTHER_CHAIN_BEHIND(
        "chain-broken", 1, store -> store.ingestAnotherChainBehind(ALSO_FROZEN), "--deep");

    private final String code;
    private final int exitCode;

    @SuppressWarnings("ImmutableEnumChecker") // none of them keeps anything
    private final Consumer<AuditedStore> make;

    private final boolean deep;

    Violated(String code, int exitCode, Consumer<AuditedStore> make) {
      this(code, exitCode, make, "");
    }

    Violated(String code, int exitCode, Consumer<AuditedStore> make, String option) {
      this.code = code;
      this.exitCode = exitCode;
      this.make = make;
      this.deep = option.equals("--deep");
    }
  }

  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(Violated.class)
  void whatAnAuditPrintsRepairsWhatItFound(Violated violated, DemoStore demo) {
    AuditedStore store = store(demo);
    violated.make.accept(store);
    List<Object> options = new ArrayList<>(List.of("--lake", store.lake()));
    if (violated.deep) {
      options.add("--deep");
    }

    Ran found = store.audit(options.toArray());

    assertThat(found.code()).as("%s", found).isEqualTo(violated.exitCode);
    assertThat(codes(found)).as("%s", found).contains(violated.code);
    assertThat(AuditedStore.repairs(found)).as("%s", found).isNotEmpty();
    AuditedStore.repairs(found).forEach(AuditedStore::runPrinted);
    assertClean(store.audit(options.toArray()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Violated.class,
      names = {"PACK_REMOVED", "PACK_CUT_SHORT", "FREEZING_LEFT"})
  void withoutALakeWhatCannotBeMadeAnewIsRemovedAndTheAuditSaysSo(
      Violated violated, DemoStore demo) {
    AuditedStore store = store(demo);
    violated.make.accept(store);

    Ran found = store.audit();

    assertThat(AuditedStore.repairs(found)).as("%s", found).hasSize(1);
    assertThat(findings(found))
        .filteredOn(finding -> finding.has("repair"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.get("advice").asText()).contains("--lake").contains("later"));
    AuditedStore.runPrinted(AuditedStore.repairs(found).get(0));
    assertClean(store.audit());
  }

  @Test
  void aSoundStoreIsCleanAndWhatItDidNotMakeIsOnlyNoted(DemoStore demo) {
    AuditedStore store = store(demo);
    store.tree().write("notes.txt", "mine".getBytes(StandardCharsets.UTF_8));
    store.tree().write("ledgers/00000/00000003.pack.tmp", new byte[3]);
    store.tree().makeDirectory("hot/lost+found");
    store.tree().write("hot/lost+found/thing", new byte[3]);

    Ran deep = store.audit("--deep");

    assertClean(deep);
    assertThat(deep.json().get("chunks")).hasSize(2);
    for (JsonNode chunk : deep.json().get("chunks")) {
      assertThat(chunk.get("result").asText()).isEqualTo("clean");
      assertThat(chunk.get("state").asText()).isEqualTo("frozen");
      assertThat(chunk.get("ledgers").asInt()).isEqualTo(10_000);
    }
    assertThat(codes(deep)).containsExactly("foreign", "foreign", "foreign");
    assertThat(deep.json().at("/summary/notes").asInt()).isEqualTo(3);
    store.run("recover", "--orphans", "--yes");
    assertThat(store.data().resolve("notes.txt")).exists();
    assertThat(store.data().resolve("ledgers/00000/00000003.pack.tmp")).exists();
    assertThat(store.data().resolve("hot/lost+found/thing")).exists();
  }

  /** Lesson 33. */
  @Test
  void anAuditLeavesEveryNameByteAndTimeOfTheStoreAsItWas(DemoStore demo) throws IOException {
    AuditedStore store = store(demo);
    store.ingestUntil(40);
    store.ingestUntil(60);
    store.copy("hot/00000000", "hot/00000007");
    store.copy(pack(ALSO_FROZEN), pack(FREE));
    store.put("hot:chunk:00000009", "transient");
    store.tree().invert(pack(ALSO_FROZEN), 5000);
    Map<String, FileTime> timesBefore = times(store.data());
    Map<String, String> before = store.tree().snapshot();

    Ran ran = store.audit("--deep");
    Ran listed = Line.run("recover", "--orphans", "--data", store.data());

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(codes(ran))
        .contains("frozen-unsound", "file-without-key", "hot-without-key", "left-transient");
    assertThat(listed.code()).as("%s", listed).isEqualTo(2);
    assertThat(store.tree().snapshot()).isEqualTo(before);
    assertThat(times(store.data())).isEqualTo(timesBefore);
  }

  /** Lesson 31. */
  @Test
  void oneDamagedChunkHidesNoOtherAndNoOtherPartOfItself(DemoStore demo) {
    AuditedStore store = store(demo);
    store.ingestUntil(30);
    store.put("chunk:00000000:ledgers", "frozen");
    store.tree().remove("hot/00000000/WITNESS");
    store.tree().write(pack(ALSO_FROZEN), new byte[7]);
    store.put("chunk:00000005:ledgers", "thawed");
    store.copy(pack(ALSO_FROZEN), pack(5));

    Ran ran = store.audit();

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    JsonNode chunks = ran.json().get("chunks");
    assertThat(chunks).hasSize(3);
    assertThat(codes(chunks.get(0))).containsExactly("witness-unsound", "frozen-without-file");
    assertThat(codes(chunks.get(1))).containsExactly("frozen-unsound");
    // A file whose key is not understood is not judged.
    assertThat(codes(chunks.get(2))).containsExactly("unknown-entry");
    assertThat(chunks.get(2).get("state").asText()).isEqualTo("unknown");
    assertThat(ran.err()).contains("PF-HOT-DAMAGED").contains("PF-CATALOG-ENTRY");
  }

  @Test
  void failFastStopsAtTheFirstViolationAndSaysSo(DemoStore demo) {
    AuditedStore store = store(demo);
    store.tree().remove(pack(FROZEN));
    store.tree().remove(pack(ALSO_FROZEN));

    Ran json = store.audit("--fail-fast");
    Ran text = Line.run("audit", "--fail-fast", "--data", store.data());

    assertThat(json.json().get("chunks")).hasSize(1);
    assertThat(json.json().at("/summary/chunksLeft").asInt()).isEqualTo(1);
    assertThat(text.code()).isEqualTo(4);
    assertThat(text.out())
        .endsWith("audit: chunks=1 violations=1 notes=0 left=1, stopped at the first violation\n");
  }

  @Test
  void theTextHasARowForEachChunkTheRepairsAndOneLineOfFigures(DemoStore demo) {
    AuditedStore store = store(demo);
    store.copy(pack(FROZEN), pack(FREE));

    Ran text = Line.run("audit", "--data", store.data());

    String repair = AuditedStore.repairs(store.audit()).get(0);
    assertThat(text.code()).as("%s", text).isEqualTo(4);
    assertThat(text.out())
        .containsPattern("(?m)^ *0  clean +frozen ")
        .containsPattern("(?m)^ *7  operator +absent .*file-without-key$")
        .contains("\n  repair: " + repair + "\n")
        .endsWith("audit: chunks=3 violations=1 notes=0\n");
    assertThat(text.err()).contains("PF-ORPHAN: ").contains("not a whole pack");
    assertThat(repair)
        .isEqualTo(
            "permafrost --data "
                + store.data()
                + " recover --orphans --chunks 7 --packs-too --yes");
  }

  @Test
  void aRangeIsAuditedAloneWhetherOrNotThereIsAnything(DemoStore demo) {
    AuditedStore store = store(demo);
    store.tree().remove(pack(FROZEN));
    store.copy(pack(ALSO_FROZEN), pack(FREE));
    store.tree().write("notes.txt", new byte[1]);

    Ran ran = store.audit("--chunks", "1-2");

    assertClean(ran);
    assertThat(ran.json().get("chunks")).hasSize(2);
    assertThat(ran.json().at("/chunks/1/state").asText()).isEqualTo("absent");
    assertThat(ran.json().get("elsewhere")).isEmpty();
  }

  @Test
  void orphansAreListedWithoutYesAndOnlyTheNamedChunksAreRemoved(DemoStore demo) {
    AuditedStore store = store(demo);
    store.tree().write(pack(FREE), new byte[] {1, 2, 3});
    store.tree().write(pack(8), new byte[] {1, 2, 3});

    Ran listed = Line.run("recover", "--orphans", "--json", "--data", store.data());
    assertThat(listed.code()).as("%s", listed).isEqualTo(2);
    assertThat(listed.json().get("orphans")).hasSize(2);
    assertThat(listed.json().at("/orphans/0/chunk").asInt()).isEqualTo(7);
    assertThat(listed.json().at("/orphans/0/kind").asText()).isEqualTo("ledgers");
    assertThat(listed.json().at("/orphans/0/bytes").asLong()).isPositive();
    assertThat(listed.json().at("/orphans/0").has("removed")).isFalse();

    assertThat(listed.json().at("/orphans/0/leftAlone").asBoolean()).isFalse();

    Ran removed = store.run("recover", "--orphans", "--json", "--yes", "--chunks", 8);
    assertThat(removed.json().get("orphans")).hasSize(1);
    assertThat(removed.json().at("/orphans/0/removed").asBoolean()).isTrue();
    assertThat(store.data().resolve(pack(FREE))).exists();
    assertThat(store.data().resolve(pack(8))).doesNotExist();
    assertThat(store.data().resolve(pack(FROZEN))).exists();

    store.run("recover", "--orphans", "--yes");
    assertThat(store.run("recover", "--orphans", "--yes").out())
        .isEqualTo("nothing without a key\n");
    assertClean(store.audit());
  }

  @Test
  void whileAnEntryIsNotUnderstoodNoOrphanIsRemoved(DemoStore demo) {
    AuditedStore store = store(demo);
    store.copy(pack(FROZEN), pack(FREE));
    store.put("chunk:0000007:ledgers", "frozen");

    Ran ran = Line.run("recover", "--orphans", "--yes", "--data", store.data());

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-CATALOG-ENTRY");
    assertThat(store.data().resolve(pack(FREE))).exists();
  }

  @Test
  void aStoreOnThreeVolumesIsAuditedAndItsRepairsNameThemAll(DemoStore demo) throws IOException {
    Path catalog = temporary.resolve("the catalog's");
    Path hot = temporary.resolve("hot volume");
    Path cold = temporary.resolve("cold");
    Object[] roots = {"--catalog", catalog, "--hot", hot, "--cold", cold};
    Ran made =
        Line.run(with(roots, "ingest", "--chunk", 0, "--until", 20, "--lake", demo.lakeAddress()));
    assertThat(made.code()).as("%s", made).isZero();
    Files.createDirectories(cold.resolve("ledgers/00000"));
    Files.copy(
        Line.pack(demo.directory(), 1),
        cold.resolve("ledgers/00000/00000001.pack"),
        StandardCopyOption.REPLACE_EXISTING);
    DiskTree.on(hot).remove("00000000/WITNESS");

    Ran found = Line.run(with(roots, "audit", "--json"));

    assertThat(found.code()).as("%s", found).isEqualTo(4);
    assertThat(codes(found)).containsExactly("witness-unsound", "file-without-key");
    assertThat(AuditedStore.repairs(found))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "permafrost --catalog '"
                            + temporary
                            + "/the catalog'\\''s' --hot '"
                            + hot
                            + "' --cold "
                            + cold
                            + " "));
    for (String line : AuditedStore.repairs(found)) {
      ShellLine.run(line, temporary);
    }
    assertClean(Line.run(with(roots, "audit", "--json", "--deep")));
  }

  private static Object[] with(Object[] roots, Object... words) {
    return Stream.concat(Stream.of(words), Stream.of(roots)).toArray();
  }

  private AuditedStore store(DemoStore demo) {
    return new AuditedStore(demo, temporary.resolve("store"), temporary);
  }

  private static void assertClean(Ran audit) {
    assertThat(audit.code()).as("%s", audit).isZero();
    assertThat(audit.json().at("/summary/clean").asBoolean()).as("%s", audit).isTrue();
    assertThat(audit.json().at("/summary/violations").asInt()).isZero();
  }

  private static List<String> codes(Ran audit) {
    return findings(audit).stream().map(finding -> finding.get("violation").asText()).toList();
  }

  private static List<String> codes(JsonNode chunk) {
    List<String> codes = new ArrayList<>();
    chunk.get("findings").forEach(finding -> codes.add(finding.get("violation").asText()));
    return codes;
  }

  private static Map<String, FileTime> times(Path root) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        times.put(path.toString(), Files.getLastModifiedTime(path));
      }
    }
    return times;
  }
}
