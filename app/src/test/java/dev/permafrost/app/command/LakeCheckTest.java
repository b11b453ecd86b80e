package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.work.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The problems of a lake are reported exactly, with the command that resolves them. */
final class LakeCheckTest {

  private static final String NETWORK = "Checked Lake Network";
  private static final LedgerForge FORGE = LedgerForge.small(7);
  private static final LedgerForge OTHER_CHAIN = LedgerForge.small(8);

  private static final Pattern GOING_ON = Pattern.compile("continuing at ledger ([0-9]+)");

  @TempDir Path temporary;

  @Test
  void aSoundLakeIsSaidToBeSound() throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 80);

    Ran text = check(lake, 2, 80);
    Ran json = check(lake, 2, 80, "--json");

    assertThat(text.code()).as("%s", text).isZero();
    assertThat(text.out()).startsWith("checked 79 ledgers (2-80): 79 sound; 79 objects, ");
    assertThat(json.json().get("soundLedgers").asInt()).isEqualTo(79);
    assertThat(json.json().get("problems")).isEmpty();
    assertThat(json.json().get("complete").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1,64000", "8,5", "4,1"})
  void whatIsMissingDamagedAndWrongIsToldByItsLedgers(int batch, int partition) throws IOException {
    LakeShape shape = new LakeShape(NETWORK, batch, partition, "zst");
    Path lake = forge("lake", shape, 2, 160);
    Files.delete(object(lake, shape, 24));
    Files.delete(object(lake, shape, 24 + batch));
    DiskTree.on(lake).invert(shape.key(80), 200);
    copy(object(lake, shape, 121), object(lake, shape, 104));
    Path other = forge("other", shape, OTHER_CHAIN, 2, 160);
    copy(object(other, shape, 136), object(lake, shape, 136));

    Ran ran = check(lake, 2, 150, "--json");

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(rows(ran))
        .containsExactly(
            row(24, 24 + 2 * batch - 1, "missing"),
            row(80, 80 + batch - 1, "damaged"),
            row(104, 104 + batch - 1, "wrong"),
            row(136, 136 + batch - 1, "wrong"));
    assertThat(ran.json().at("/problems/0/objects").asInt()).isEqualTo(2);
    assertThat(ran.json().at("/problems/0/detail").asText()).contains(shape.key(24));
    assertThat(ran.json().at("/problems/2/detail").asText()).contains("its key says");
    assertThat(ran.json().at("/problems/3/detail").asText())
        .contains("ledger 136 names")
        .contains("and ledger 135 has");
    assertThat(ran.err()).contains("PF-LAKE-GAP").contains("ledger 24");
    assertThat(ran.json().get("soundLedgers").asInt()).isEqualTo(149 - 5 * batch);
    assertThat(ran.json().get("missingLedgers").asInt()).isEqualTo(2 * batch);
  }

  @ParameterizedTest
  @CsvSource({"missing, 4", "damaged, 1", "wrong, 1", "ahead, 3", "tip, 0"})
  void theExitCodeSaysWhatIsTheMatter(String what, int code) throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 40);
    switch (what) {
      case "missing" -> Files.delete(object(lake, shape, 20));
      case "damaged" -> DiskTree.on(lake).invert(shape.key(20), 200);
      case "wrong" -> copy(object(lake, shape, 21), object(lake, shape, 20));
      default -> {}
    }

    Ran ran = check(lake, 2, what.equals("ahead") ? 50 : 40);

    assertThat(ran.code()).as("%s", ran).isEqualTo(code);
    if (what.equals("ahead")) {
      assertThat(ran.out()).contains("41-50").contains("not yet").contains("the lake's tip is 40");
      assertThat(ran.out()).doesNotContain("lake copy");
    }
  }

  @Test
  void theCommandThatIsPrintedMakesTheLakeWhole() throws IOException {
    LakeShape shape = new LakeShape(NETWORK, 4, 5, "zst");
    Path lake = forge("the lake's", shape, 2, 163);
    Path other = forge("other lake", shape, 2, 163);
    Files.delete(object(lake, shape, 24));
    Files.delete(object(lake, shape, 28));
    DiskTree.on(lake).invert(shape.key(80), 200);
    copy(object(lake, shape, 121), object(lake, shape, 104));
    Path foreign = forge("foreign", shape, OTHER_CHAIN, 2, 163);
    copy(object(foreign, shape, 136), object(lake, shape, 136));
    copy(object(foreign, shape, 140), object(lake, shape, 140));

    Ran found = check(lake, 2, 163, "--fetch-from", other.toUri(), "--fetch-to", lake);

    List<String> commands =
        found.out().lines().filter(line -> line.startsWith("permafrost ")).toList();
    assertThat(commands).as("%s", found).hasSize(4);
    ShellLine.run(String.join(" && ", commands), temporary);
    Ran again = check(lake, 2, 163);
    assertThat(again.code()).as("%s", again).isZero();
    assertThat(DiskTree.on(lake).snapshot()).isEqualTo(DiskTree.on(other).snapshot());
  }

  @Test
  void aCommandLeavesToTheShellWhatIsNotKnown() throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 40);
    Path other = forge("other", shape, 2, 40);
    Files.delete(object(lake, shape, 20));
    try (LakeServer server = LakeServer.of(lake).start()) {
      Ran found = Line.run("lake", "check", "--ledgers", "2-40", "--lake", server.uri());
      List<String> lines = found.out().lines().toList();
      assertThat(lines)
          .contains(
              "to fetch them from another lake, with OTHER_LAKE set to the other lake's address and"
                  + " LAKE_DIR to this lake's directory:",
              "permafrost lake copy --from \"$OTHER_LAKE\" --to \"$LAKE_DIR\" --ledgers 20");
      ShellLine.run(
          "OTHER_LAKE="
              + ShellWord.quoted(other.toUri().toString())
              + " LAKE_DIR="
              + ShellWord.quoted(lake.toString())
              + "\n"
              + lines.get(lines.size() - 2),
          temporary);
      assertThat(Line.run("lake", "check", "--ledgers", "2-40", "--lake", server.uri()).code())
          .isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"OBJECTS", "OFF", "HTML"})
  void aHoleIsCrossedSeveralObjectsAtATime(Listing listing) throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 150);
    for (long sequence = 50; sequence < 130; sequence++) {
      Files.delete(object(lake, shape, sequence));
    }
    Queue<Long> arrivalNanos = new ConcurrentLinkedQueue<>();
    try (LakeServer server = LakeServer.of(lake).listing(listing).start()) {
      server
          .faults()
          .always(
              request ->
                  request.method().equals("GET")
                      && request.key().endsWith(".zst")
                      && arrivalNanos.add(System.nanoTime()),
              new Fault.Delay(Duration.ofMillis(50)));
      Ran ran = Line.run("lake", "check", "--ledgers", "2-150", "--json", "--lake", server.uri());
      assertThat(rows(ran)).containsExactly(row(50, 129, "missing"));
    }
    // Each takes 50 ms: what comes earlier than that behind another did not wait for it.
    List<Long> arrivals = arrivalNanos.stream().sorted().toList();
    long overlapping =
        IntStream.range(1, arrivals.size())
            .filter(i -> arrivals.get(i) - arrivals.get(i - 1) < 45_000_000)
            .count();
    assertThat(overlapping).isGreaterThan(arrivals.size() / 2);
  }

  @Test
  void aTrustedHashSaysWhichSideOfABrokenLinkIsWrong() throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, OTHER_CHAIN, 2, 60);
    Path right = forge("right", shape, 2, 60);
    for (long sequence = 40; sequence <= 60; sequence++) {
      copy(object(right, shape, sequence), object(lake, shape, sequence));
    }
    String trusted = "60:" + FORGE.ledgers(new LedgerRange(60, 60)).get(0).hash();

    Ran unaided = check(lake, 2, 60, "--json");
    Ran aided = check(lake, 2, 60, "--json", "--trust", trusted);
    Ran contradicted = check(lake, 2, 60, "--json", "--trust", "60:" + "ab".repeat(32));

    assertThat(rows(unaided)).as("the shorter side").containsExactly(row(40, 60, "wrong"));
    assertThat(rows(aided)).as("the side that nothing proves").containsExactly(row(2, 39, "wrong"));
    assertThat(rows(contradicted)).contains(row(60, 60, "wrong"));
    assertThat(contradicted.json().toString()).contains("trusted is abab");
  }

  @Test
  void aLakeOfAnotherNetworkIsRefusedBeforeItIsChecked() throws IOException {
    Path lake = forge("lake", LakeShape.usual(NETWORK), 2, 40);

    Ran ran = check(lake, 2, 40, "--network", "Elsewhere");

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-WRONG-NETWORK");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aLakeThatBeginsInsideItsFirstObjectLacksWhatIsBelow() throws IOException {
    LakeShape shape = new LakeShape(NETWORK, 8, 10, "zst");
    Path lake = forge("lake", shape, 2, 39);
    Path late = temporary.resolve("late");
    List<byte[]> ledgers =
        FORGE.ledgers(new LedgerRange(2, 39)).stream().map(ledger -> ledger.toBytes()).toList();
    LakeForge.into(late, shape).write(ledgers.subList(6, ledgers.size()));

    assertThat(check(lake, 2, 39).code()).isZero();
    Ran ran = check(late, 2, 39, "--json");

    assertThat(rows(ran)).containsExactly(row(2, 7, "missing"));
  }

  @Test
  void aCancelledCheckEndsWithinASecondAndGoesOnWhereItWas() throws Exception {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 120);
    Files.delete(object(lake, shape, 20));
    DiskTree.on(lake).invert(shape.key(100), 200);
    Path file = temporary.resolve("state");
    CancelSource cancel = new CancelSource();
    try (LakeServer server = LakeServer.of(lake).start()) {
      server.faults().onGet(shape.key(60), new Fault.Hang(-1));
      CompletableFuture<Ran> running =
          CompletableFuture.supplyAsync(
              () -> Line.with(cancel.token()).runs(words(server, file, "--ledgers", "2-120")));
      while (server.requests().count("GET") < 65) {
        assertThat(running).isNotDone();
        Thread.onSpinWait();
      }
      long begunNanos = System.nanoTime();
      cancel.cancel();
      Ran stopped = running.get(10, TimeUnit.SECONDS);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos)).isLessThan(1_000);
      assertThat(stopped.code()).as("%s", stopped).isEqualTo(130);
      assertThat(stopped.err()).contains("the same command continues, from");
      assertThat(file).exists();

      Ran resumed = Line.run(words(server, file, "--json"));

      Matcher from = GOING_ON.matcher(resumed.err());
      assertThat(from.find()).as("%s", resumed).isTrue();
      long next = Long.parseLong(from.group(1));
      assertThat(next).isBetween(2L, 60L);
      assertThat(rows(resumed)).containsExactly(row(20, 20, "missing"), row(100, 100, "damaged"));
      assertThat(resumed.json().get("soundLedgers").asInt()).isEqualTo(117);
      for (long sequence = 2; sequence < next; sequence++) {
        assertThat(server.requests().count("GET", shape.key(sequence)))
            .as("ledger %s was checked before, and is not fetched again", sequence)
            .isEqualTo(1);
      }
      assertThat(file).as("there is nothing to go on with").doesNotExist();
    }
  }

  @Test
  void aFileOfAnotherCheckIsRefusedAndLeftAlone() throws Exception {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 60);
    Path other = forge("other", shape, 2, 60);
    Path file = temporary.resolve("state");
    CancelSource cancel = new CancelSource();
    try (LakeServer server = LakeServer.of(lake).start();
        LakeServer others = LakeServer.of(other).start()) {
      server.faults().onGet(shape.key(30), new Fault.Hang(-1));
      CompletableFuture<Ran> running =
          CompletableFuture.supplyAsync(
              () -> Line.with(cancel.token()).runs(words(server, file, "--ledgers", "2-60")));
      while (server.requests().count("GET") < 40) {
        assertThat(running).isNotDone();
        Thread.onSpinWait();
      }
      cancel.cancel();
      assertThat(running.join().code()).isEqualTo(130);
      byte[] state = Files.readAllBytes(file);
      assertRefused(Line.run(words(others, file)), "is of another check");
      assertRefused(Line.run(words(server, file, "--ledgers", "2-59")), "ledgers 2-60");
      assertRefused(
          Line.run(words(server, file, "--trust", "5:" + "ab".repeat(32))), "nothing trusted");
      assertThat(Files.readAllBytes(file)).isEqualTo(state);
      Files.writeString(file, "{\"format\":\"something else\"}");
      assertRefused(Line.run(words(server, file)), "does not hold the state of a check");
      assertThat(Files.readString(file)).contains("something else");
    }
  }

  @Test
  void anObjectThatCannotBeReadIsToldAndManyInARowEndTheCheck() throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path lake = forge("lake", shape, 2, 80);
    Path file = temporary.resolve("state");
    try (LakeServer server = LakeServer.of(lake).start()) {
      server.faults().always(shape.key(30), Fault.status(500));
      Ran one =
          Line.with(new ManualTime()).runs(words(server, file, "--ledgers", "2-80", "--json"));
      assertThat(one.code()).as("%s", one).isEqualTo(3);
      assertThat(rows(one)).containsExactly(row(30, 30, "unread"));
      assertThat(one.json().at("/problems/0/detail").asText()).contains("status 500");
      assertThat(file).doesNotExist();

      server
          .faults()
          .always(
              request ->
                  request.method().equals("GET") && request.key().matches(".*--[45]\\d.xdr.zst"),
              Fault.status(500));
      Ran many =
          Line.with(new ManualTime()).runs(words(server, file, "--ledgers", "2-80", "--json"));
      assertThat(many.code()).as("%s", many).isEqualTo(3);
      assertThat(many.json().at("/error/type").asText()).isEqualTo("BackendUnreachable");
      assertThat(file).as("a later run goes on").exists();
    }
  }

  @Test
  void aCopyIsCheckedAndReplacesOnlyWhereThatIsSaid() throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path source = forge("source", shape, 2, 40);
    Path target = temporary.resolve("target");
    DiskTree.on(source).invert(shape.key(20), 200);
    Files.delete(object(source, shape, 30));

    Ran first = copy(source, target, "2-40");

    assertThat(first.code()).as("%s", first).isEqualTo(4);
    assertThat(rows(first)).containsExactly(row(20, 20, "damaged"), row(30, 30, "missing"));
    assertThat(first.json().get("copied").asInt()).isEqualTo(37);
    assertThat(object(target, shape, 20)).doesNotExist();
    assertThat(object(target, shape, 19)).hasSameBinaryContentAs(object(source, shape, 19));
    assertThat(rows(check(target, 2, 40, "--json")))
        .containsExactly(row(20, 20, "missing"), row(30, 30, "missing"));

    Ran second = copy(source, target, "2-19");
    assertThat(second.code()).isZero();
    assertThat(second.json().get("there").asInt()).isEqualTo(18);

    byte[] mine = Files.readAllBytes(object(source, shape, 6));
    Files.write(object(target, shape, 5), mine);
    Ran kept = copy(source, target, "5");
    assertThat(kept.code()).isEqualTo(2);
    assertThat(kept.out()).contains("--replace");
    assertThat(Files.readAllBytes(object(target, shape, 5))).isEqualTo(mine);
    assertThat(copy(source, target, "5", "--replace").code()).isZero();
    assertThat(object(target, shape, 5)).hasSameBinaryContentAs(object(source, shape, 5));
    try (var files = Files.walk(target)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains(".part-"));
    }
  }

  @Test
  void aCopyIntoALakeOfAnotherNetworkOrCutIsRefused() throws IOException {
    Path source = forge("source", LakeShape.usual(NETWORK), 2, 40);
    Path network = forge("network", LakeShape.usual("Another"), 2, 40);
    Path cut = forge("cut", new LakeShape(NETWORK, 8, 10, "zst"), 2, 40);
    Path older = forge("older", new LakeShape(NETWORK, 1, 10, "zstd"), 2, 20);

    assertThat(copy(source, network, "2-10").code()).isEqualTo(4);
    assertThat(copy(source, cut, "2-10").err()).contains("8 ledgers an object");
    assertThat(copy(source, older, "2-40").json().get("copied").asInt())
        .as("under the names of the lake that it goes to")
        .isEqualTo(20);
    assertThat(check(older, 2, 40).code()).isZero();
  }

  @Test
  void anObjectThatDoesNotLinkIsNotCopied() throws IOException {
    LakeShape shape = LakeShape.usual(NETWORK);
    Path source = forge("source", shape, 2, 40);
    Path foreign = forge("foreign", shape, OTHER_CHAIN, 2, 40);
    Path target = temporary.resolve("target");
    copy(object(foreign, shape, 40), object(source, shape, 40));

    Ran ran = copy(source, target, "30-40");

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(rows(ran)).containsExactly(row(40, 40, "wrong"));
    assertThat(object(target, shape, 39)).exists();
    assertThat(object(target, shape, 40)).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"OBJECTS", "OFF"})
  void theExtensionIsFoundThoughTheFirstObjectIsMissing(Listing listing) throws IOException {
    LakeShape shape = new LakeShape(NETWORK, 1, 10, "zstd");
    Path lake = forge("lake", shape, 2, 40);
    Files.delete(object(lake, shape, 20));
    try (LakeServer server = LakeServer.of(lake).listing(listing).start()) {
      Ran ran = Line.run("lake", "check", "--ledgers", "20-40", "--json", "--lake", server.uri());
      assertThat(rows(ran)).containsExactly(row(20, 20, "missing"));
    }
  }

  private static void assertRefused(Ran ran, String reason) {
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains(reason);
  }

  private Path forge(String name, LakeShape shape, long first, long last) {
    return forge(name, shape, FORGE, first, last);
  }

  private Path forge(String name, LakeShape shape, LedgerForge chain, long first, long last) {
    Path lake = temporary.resolve(name);
    LakeForge.into(lake, shape).forge(chain, new LedgerRange(first, last));
    return lake;
  }

  private static Path object(Path lake, LakeShape shape, long sequence) {
    return lake.resolve(shape.key(sequence));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Ran check(Path lake, long first, long last, Object... more) {
    List<Object> words = new ArrayList<>(List.of("lake", "check", "--lake", lake.toUri()));
    words.addAll(List.of("--ledgers", first + "-" + last));
    words.addAll(List.of(more));
    return Line.run(words.toArray());
  }

  private static Ran copy(Path from, Path to, String ledgers, Object... more) {
    List<Object> words = new ArrayList<>(List.of("lake", "copy", "--json"));
    words.addAll(List.of("--from", from.toUri(), "--to", to, "--ledgers", ledgers));
    words.addAll(List.of(more));
    return Line.run(words.toArray());
  }

  private static Object[] words(LakeServer server, Path file, Object... more) {
    List<Object> words = new ArrayList<>(List.of("lake", "check", "--lake", server.uri()));
    words.addAll(List.of("--resume", file));
    words.addAll(List.of(more));
    return words.toArray();
  }

  private static List<String> rows(Ran ran) {
    List<String> rows = new ArrayList<>();
    for (JsonNode problem : ran.json().get("problems")) {
      rows.add(
          row(
              problem.get("firstLedger").asLong(),
              problem.get("lastLedger").asLong(),
              problem.get("problem").asText()));
    }
    return rows;
  }

  private static String row(long first, long last, String what) {
    return String.format(Locale.ROOT, "%d-%d %s", first, last, what);
  }
}
