package dev.permafrost.backend;

import static dev.permafrost.backend.LakeLab.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in trouble: what is asked again, what is not, and what each trouble is called. */
class LakeTroubleTest {

  private static final LakeShape SHAPE = LakeLab.shape(1, 64_000);
  private static final LedgerRange HELD = new LedgerRange(2, 31);
  private static final List<byte[]> LEDGERS = LakeLab.raw(LedgerForge.small(5).ledgers(HELD));
  private static final String KEY = SHAPE.key(7);

  @TempDir Path directory;
  private LakeLab lab = new LakeLab(Path.of("unused"));
  private Path files = Path.of("unused");

  @BeforeEach
  void write() {
    lab = new LakeLab(directory);
    files = lab.write("lake", SHAPE, LEDGERS);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aPassingStatusIsAskedAgain(int status) {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(KEY, Fault.status(status), Fault.status(status));
    assertThat(readAll(lab.open(server.uri()))).containsExactlyElementsOf(LEDGERS);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 405, 418, 501})
  void aLastingStatusIsNotAskedAgain(int status) {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, Fault.status(status));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOfSatisfying(
            LakeForbidden.class, failure -> assertThat(failure.status()).isEqualTo(status))
        .hasMessageContaining(KEY);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(1);
    assertThat(lab.time().pauses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void anObjectMissingInsideTheLakeIsAGapThatNamesTheKeyAndTheLedger(int status) {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Refusal(status, status == 403 ? "AccessDenied" : ""));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOfSatisfying(LakeGap.class, gap -> assertThat(gap.firstMissing()).isEqualTo(7))
        .hasMessageContainingAll(KEY, "goes on to ledger 31");
    assertThat(server.requests().count("GET", KEY)).as("at once, past caches, later").isEqualTo(3);
  }

  @Test
  void whatLiesAboveTheTipIsNotThereYetAndNoGap() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> LakeLab.read(lake, 30, 35))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContainingAll("ledger 32 is not there (yet)", "tip is 31");
  }

  @Test
  void aLakeThatForbidsEverythingIsForbidden() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(request -> true, Fault.status(403));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> lake.network(CancelToken.NEVER)).isInstanceOf(LakeForbidden.class);
    DataLake configured =
        lab.open(
            server.uri(),
            options -> options.ledgersPerBatch(1).batchesPerPartition(64_000).network("n"));
    assertThatThrownBy(() -> configured.covers(7, MINUTE, CancelToken.NEVER))
        .isInstanceOf(LakeForbidden.class);
    assertThatThrownBy(() -> LakeLab.read(configured, 7, 7)).isInstanceOf(LakeForbidden.class);
  }

  @Test
  void retryAfterIsHonoured() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(KEY, new Fault.Status(429, "17"), new Fault.Status(503, "23"));
    assertThat(readAll(lab.open(server.uri()))).hasSize(LEDGERS.size());
    assertThat(lab.time().skipped()).isBetween(Duration.ofSeconds(39), Duration.ofSeconds(42));
  }

  @Test
  void aServerThatWantsToBeLeftAloneForLongIsGivenUp() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Status(503, "3600"));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContainingAll("status 503", "left alone for 3600 s", KEY);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(1);
  }

  @Test
  void aLastingPassingFailureEndsAfterTheRetriesThatWereSet() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, Fault.status(500));
    for (int retries : new int[] {0, 3}) {
      server.requests().clear();
      DataLake lake = lab.open(server.uri(), options -> options.retries(retries));
      assertThatThrownBy(() -> readAll(lake))
          .isInstanceOf(BackendUnreachable.class)
          .hasMessageContainingAll("status 500", "after attempt " + (retries + 1));
      assertThat(server.requests().count("GET", KEY)).isEqualTo(retries + 1);
    }
  }

  @Test
  void theRepetitionsOfAWholeStreamAreBounded() {
    LakeServer server = lab.serve(files, Listing.OFF);
    for (long sequence = 2; sequence <= 31; sequence++) {
      server.faults().onGet(SHAPE.key(sequence), Fault.status(500));
    }
    assertThat(readAll(lab.open(server.uri(), options -> options.retriesPerStream(30))))
        .hasSize(LEDGERS.size());

    for (long sequence = 2; sequence <= 31; sequence++) {
      server.faults().onGet(SHAPE.key(sequence), Fault.status(500));
    }
    DataLake lake = lab.open(server.uri(), options -> options.retriesPerStream(29));
    assertThatThrownBy(() -> readAll(lake)).isInstanceOf(BackendUnreachable.class);
  }

  @Test
  void aBodyCutOnItsWayGoesOnWhereItBrokeOff() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(KEY, new Fault.Cut(100), new Fault.Cut(50));
    assertThat(readAll(lab.open(server.uri()))).containsExactlyElementsOf(LEDGERS);
    assertThat(ranges(server)).containsExactly("", "bytes=100-", "bytes=150-");
  }

  @Test
  void aBodyThatChangedMeanwhileIsBegunAgain() throws IOException {
    Path file = files.resolve(KEY);
    byte[] sound = Files.readAllBytes(file);
    byte[] other = LakeLab.frame(new byte[70_000]);
    Files.write(file, Arrays.copyOf(other, sound.length + 1));
    LakeServer server = lab.serve(files, Listing.OFF);
    server
        .faults()
        .onGet(KEY, new Fault.Cut(100))
        .always(
            request -> {
              if (request.range().startsWith("bytes=100")) {
                LakeLab.writeFile(file, sound);
              }
              return false;
            },
            Fault.status(500));
    assertThat(readAll(lab.open(server.uri()))).containsExactlyElementsOf(LEDGERS);
    assertThat(ranges(server)).containsExactly("", "bytes=100-");
  }

  @Test
  void aBodyIsCutForeverOnlyAsOftenAsRequestsAreRepeated() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Cut(0));
    DataLake lake = lab.open(server.uri(), options -> options.retries(2));
    assertThatThrownBy(() -> readAll(lake)).isInstanceOf(BackendUnreachable.class);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 100})
  void aServerThatFallsSilentIsAskedAgain(long afterBytes) {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(KEY, new Fault.Hang(afterBytes));
    DataLake lake = lab.open(server.uri(), options -> options.idleTimeout(Duration.ofMillis(300)));
    assertThat(readAll(lake)).containsExactlyElementsOf(LEDGERS);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(2);
  }

  @Test
  void aServerThatStaysSilentIsUnreachable() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Hang(-1));
    DataLake lake =
        lab.open(server.uri(), options -> options.idleTimeout(Duration.ofMillis(100)).retries(2));
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("no word for 100 ms");
  }

  @Test
  void aQuestionEndsWithItsDeadlineThoughTheServerHangs() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(7, MINUTE, CancelToken.NEVER)).isTrue();
    server.faults().always(request -> true, new Fault.Hang(-1));
    long begun = System.nanoTime();
    assertThatThrownBy(() -> lake.covers(8, Duration.ofMillis(200), CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("no time is left");
    assertThatThrownBy(() -> lake.tip(Duration.ofMillis(200), CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aQuestionDoesNotWaitLongerForARepetitionThanItHasTime() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(7, MINUTE, CancelToken.NEVER)).isTrue();
    server.faults().always(request -> true, new Fault.Status(503, "25"));
    assertThatThrownBy(() -> lake.covers(8, Duration.ofSeconds(20), CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("status 503");
    assertThat(lab.time().skipped()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aLateAnswerIsAnAnswer() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(KEY, new Fault.Delay(Duration.ofMillis(200)));
    assertThat(readAll(lab.open(server.uri()))).containsExactlyElementsOf(LEDGERS);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(1);
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    DataLake lake = lab.open(URI.create("http://127.0.0.1:" + port + "/"));
    assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("attempt 9");
  }

  @Test
  void aRedirectWithinTheHostIsFollowed() {
    LakeServer server = lab.serve(files, Listing.OFF);
    String moved = "moved/" + KEY;
    LakeLab.writeFile(files.resolve(moved), read(files.resolve(KEY)));
    server.faults().always(KEY, new Fault.Redirect(307, "/" + moved));
    assertThat(readAll(lab.open(server.uri()))).containsExactlyElementsOf(LEDGERS);
  }

  @Test
  void aRedirectToItselfEnds() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Redirect(302, "/" + KEY));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake)).isInstanceOf(LakeForbidden.class);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(6);
  }

  @Test
  void aRedirectElsewhereIsRefusedAndSaysWhereToWithoutSecrets() {
    LakeServer server = lab.serve(files, Listing.OFF);
    LakeServer other = lab.serve(files, Listing.OFF);
    String port = Integer.toString(server.uri().getPort());
    for (String target :
        List.of(
            other.uri(KEY).toString(),
            "https://127.0.0.1:" + port + "/" + KEY,
            "http://user:hunter2@localhost:" + port + "/x?sig=hunter2#hunter2",
            "http://user:hunter2@127.0.0.1:" + port + "/x",
            "file:///etc/passwd",
            "not an address hunter2")) {
      server.faults().clear();
      server.faults().always(KEY, new Fault.Redirect(301, target));
      DataLake lake = lab.open(server.uri());
      assertThatThrownBy(() -> readAll(lake))
          .as(target)
          .isInstanceOf(LakeForbidden.class)
          .hasMessageContainingAll(KEY, "status 301", "only the same scheme, host and port")
          .hasMessageNotContaining("hunter2");
    }
    assertThat(other.requests().count()).isZero();
  }

  @Test
  void aRedirectWithoutATargetIsRefused() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, Fault.status(301));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(LakeForbidden.class)
        .hasMessageContaining("another region?");
  }

  @Test
  void anObjectOfAnotherLedgerUnderThisKeyIsDamage() {
    LakeLab.writeFile(files.resolve(KEY), read(files.resolve(SHAPE.key(8))));
    assertDamage("says that it holds ledgers 8 to 8, its key says 7");
  }

  @Test
  void aTruncatedObjectIsDamage() {
    byte[] sound = read(files.resolve(KEY));
    LakeLab.writeFile(files.resolve(KEY), Arrays.copyOf(sound, sound.length - 3));
    assertDamage("the frame ends too early");
  }

  @Test
  void aDamagedObjectIsDamageAndNotAskedAgain() {
    byte[] sound = read(files.resolve(KEY));
    sound[sound.length / 2] ^= 1;
    LakeLab.writeFile(files.resolve(KEY), sound);
    assertDamage("the frame does not decode");
  }

  @Test
  void aPageOfHtmlInTheObjectsPlaceIsDamage() {
    LakeLab.writeFile(
        files.resolve(KEY), "<!DOCTYPE html><p>Please log in".getBytes(StandardCharsets.UTF_8));
    assertDamage("not a Zstandard frame");
  }

  @Test
  void anObjectThatSaysItIsLargerThanAllowedIsDamageBeforeItIsRead() {
    LakeLab.writeFile(files.resolve(KEY), new byte[100_001]);
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Hang(0));
    DataLake lake = lab.open(server.uri(), options -> options.largestObjectBytes(100_000));
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll(KEY, "more than 100000 bytes");
  }

  @Test
  void aBodyWithoutEndIsDamage() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, new Fault.Endless((byte) 1));
    DataLake lake = lab.open(server.uri(), options -> options.largestObjectBytes(1 << 20));
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void anEndlessManifestIsDamage() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(LakeLab.MANIFEST, new Fault.Endless((byte) ' '));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void whatComesBeforeTheTroubleIsLentFirst() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(KEY, Fault.body(new byte[20]));
    DataLake lake = lab.open(server.uri());
    int lent = 0;
    try (var stream = lake.stream(HELD, CancelToken.NEVER)) {
      while (lent < 5) {
        assertThat(stream.next()).isTrue();
        assertThat(LakeLab.bytes(stream.borrowedRaw())).isEqualTo(LEDGERS.get(lent));
        lent++;
      }
      assertThatThrownBy(stream::next).isInstanceOf(LakeDamage.class);
      assertThatThrownBy(stream::next).as("over").isInstanceOf(IllegalStateException.class);
    }
  }

  private void assertDamage(String part) {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll(KEY, part);
    assertThat(server.requests().count("GET", KEY)).isEqualTo(1);
  }

  private static List<byte[]> readAll(DataLake lake) {
    return LakeLab.read(lake, HELD.first(), HELD.last());
  }

  private static List<String> ranges(LakeServer server) {
    return server.requests().all().stream()
        .filter(request -> request.method().equals("GET") && request.key().equals(KEY))
        .map(request -> request.range())
        .toList();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aManifestThatChangesUnderWayIsToldByName() throws IOException {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(7, MINUTE, CancelToken.NEVER)).isTrue();
    Files.delete(files.resolve(KEY));
    Files.writeString(files.resolve(LakeLab.MANIFEST), LakeLab.manifest(LakeLab.shape(64, 10)));
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContainingAll(
            LakeLab.MANIFEST, "has changed under way", "says 64 ledgers an object");
    Files.writeString(
        files.resolve(LakeLab.MANIFEST),
        LakeLab.manifest(new LakeShape("Another Network", 1, 64_000, "zst")));
    assertThatThrownBy(() -> readAll(lake)).isInstanceOf(WrongNetwork.class);
  }

  @Test
  void aLakeThatChangesItsExtensionAtABorderIsToldSo() throws IOException {
    LakeServer server = lab.serve(files, Listing.OFF);
    for (long sequence = 7; sequence <= 31; sequence++) {
      String key = LakeLab.shape(1, 64_000).key(sequence);
      Files.move(files.resolve(key), files.resolve(key.replace(".zst", ".zstd")));
    }
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> readAll(lake))
        .isInstanceOf(LakeGap.class)
        .hasMessageContainingAll(KEY + "d", "the lake changes the extension of its names here");
    try (ObjectWalk walk = lake.walk(new LedgerRange(6, 8), CancelToken.NEVER)) {
      assertThat(walk.next()).as("ledger 6").isTrue();
      assertThat(walk.next()).as("ledger 7").isTrue();
      assertThat(walk.state()).isEqualTo(ObjectWalk.State.UNREAD);
    }
  }

  @Test
  void aLakeThatIsCutOtherwiseFromABorderOnIsToldSoWhereItLists() throws IOException {
    LakeServer server = lab.serve(files, Listing.OBJECTS);
    for (long sequence = 2; sequence <= 7; sequence++) {
      Files.delete(files.resolve(LakeLab.shape(1, 64_000).key(sequence)));
    }
    Path older = files.resolve(LakeLab.shape(8, 8_000).key(2));
    Files.createDirectories(older.getParent());
    Files.write(older, new byte[] {1});
    assertThatThrownBy(() -> readAll(lab.open(server.uri())))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("does not fit 1 ledgers an object");
  }
}
