package dev.permafrost.backend;

import static dev.permafrost.backend.LakeLab.MINUTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A lake that means harm. Whatever it answers, its reader gets the right ledgers or a failure that
 * is declared, within the time and the small heap that these tests have.
 */
@Tag("small-heap")
@Timeout(120)
class HostileLakeTest {

  private static final LakeShape SHAPE = LakeLab.shape(1, 64_000);
  private static final LedgerRange HELD = new LedgerRange(2, 9);
  private static final List<byte[]> LEDGERS = LakeLab.raw(LedgerForge.small(5).ledgers(HELD));
  private static final long ASKED = 7;
  private static final String KEY = SHAPE.key(ASKED);
  private static final byte[] OBJECT = object(ASKED);
  private static final byte[] MANIFEST = LakeLab.manifest(SHAPE).getBytes(UTF_8);

  private final LakeLab lab = new LakeLab(Path.of("unused"));
  private final List<HostileServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    lab.close();
    servers.forEach(HostileServer::close);
  }

  private static byte[] object(long sequence) {
    byte[] ledger = LEDGERS.get((int) (sequence - HELD.first()));
    return LakeLab.frame(LakeLab.batch(sequence, sequence, 1, List.of(ledger)));
  }

  /** Answers well, but for what is answered by the script. */
  private HostileServer serve(String keyPart, HostileServer.Script script) {
    return start(
        (method, target, wire) -> {
          if (target.contains(keyPart)) {
            script.answer(method, target, wire);
          } else {
            answerWell(method, target, wire);
          }
        });
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the test
  private HostileServer start(HostileServer.Script script) {
    try {
      HostileServer server = HostileServer.start(script);
      servers.add(server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answerWell(String method, String target, HostileServer.Wire wire)
      throws IOException {
    byte[] body = target.endsWith(LakeLab.MANIFEST) ? MANIFEST : null;
    for (long sequence = HELD.first(); sequence <= HELD.last(); sequence++) {
      body = target.endsWith(SHAPE.key(sequence)) ? object(sequence) : body;
    }
    if (body == null) {
      wire.lines("HTTP/1.1 404 Not Found", "Content-Length: 0", "Connection: close", "");
    } else if (method.equals("HEAD")) {
      wire.lines("HTTP/1.1 200 OK", "Content-Length: " + body.length, "Connection: close", "");
    } else {
      wire.ok(body);
    }
  }

  private DataLake open(HostileServer server) {
    return lab.open(
        server.uri(),
        options ->
            options
                .retries(1)
                .idleTimeout(Duration.ofSeconds(2))
                .firstBackOff(Duration.ofMillis(50))
                .attemptTimeout(Duration.ofSeconds(4))
                .largestObjectBytes(4 << 20)
                .prefetchBytes(4 << 20));
  }

  // ---- answers
  // -----------------------------------------------------------------------------------

  /** What an answer must lead to. */
  enum Outcome {
    SOUND,
    DAMAGE,
    UNREACHABLE,
    REFUSED,
    /** One of the declared failures: which one is the JDK's client's choice. */
    DECLARED
  }

  /**
   * One way to answer the request for an object.
   *
   * @param name in words
   * @param outcome what it must lead to
   * @param script the answer
   */
  record Answered(String name, Outcome outcome, HostileServer.Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Answered> ANSWERS = answers();

  private static List<Answered> answers() {
    List<Answered> all = new ArrayList<>();
    String ok = "HTTP/1.1 200 OK";
    String close = "Connection: close";
    int length = OBJECT.length;
    add(
        all,
        "a body without a length",
        Outcome.SOUND,
        wire -> wire.lines(ok, close, "").bytes(OBJECT));
    add(
        all,
        "a body in chunks",
        Outcome.SOUND,
        wire ->
            wire.lines(ok, "Transfer-Encoding: chunked", close, "", Integer.toHexString(length))
                .bytes(OBJECT)
                .text("\r\n0\r\n\r\n"));
    add(
        all,
        "a chunk of a size that is none",
        Outcome.UNREACHABLE,
        wire -> wire.lines(ok, "Transfer-Encoding: chunked", close, "", "-7").bytes(OBJECT));
    add(
        all,
        "a chunk larger than memory",
        Outcome.UNREACHABLE,
        wire -> wire.lines(ok, "Transfer-Encoding: chunked", close, "", "7fffffff").bytes(OBJECT));
    add(
        all,
        "chunks without end",
        Outcome.DAMAGE,
        wire -> wire.lines(ok, "Transfer-Encoding: chunked", close, "").endlessly("4\r\nabcd\r\n"));
    add(
        all,
        "a length that is too long",
        Outcome.UNREACHABLE,
        wire -> wire.lines(ok, "Content-Length: " + (length + 1), close, "").bytes(OBJECT));
    add(
        all,
        "a length that is too short",
        Outcome.DAMAGE,
        wire -> wire.lines(ok, "Content-Length: " + (length - 1), close, "").bytes(OBJECT));
    add(
        all,
        "a length of zero",
        Outcome.DAMAGE,
        wire -> wire.lines(ok, "Content-Length: 0", close, "").bytes(OBJECT));
    add(
        all,
        "a length below zero",
        Outcome.DECLARED,
        wire -> wire.lines(ok, "Content-Length: -5", close, "").bytes(OBJECT));
    add(
        all,
        "a length that is no number",
        Outcome.DECLARED,
        wire -> wire.lines(ok, "Content-Length: many", close, "").bytes(OBJECT));
    add(
        all,
        "a length beyond 64 bits",
        Outcome.DECLARED,
        wire -> wire.lines(ok, "Content-Length: 99999999999999999999", close, "").bytes(OBJECT));
    add(
        all,
        "the largest length there is",
        Outcome.DAMAGE,
        wire -> wire.lines(ok, "Content-Length: " + Long.MAX_VALUE, close, "").endlessly("a"));
    add(
        all,
        "two lengths",
        Outcome.DECLARED,
        wire ->
            wire.lines(ok, "Content-Length: 1", "Content-Length: " + length, close, "")
                .bytes(OBJECT));
    add(
        all,
        "a body without end",
        Outcome.DAMAGE,
        wire -> wire.lines(ok, close, "").endlessly("a"));
    add(
        all,
        "a body that comes a byte at a time without end",
        Outcome.UNREACHABLE,
        wire -> wire.lines(ok, close, "").slowly("a"));
    add(
        all,
        "a head that comes a byte at a time without end",
        Outcome.UNREACHABLE,
        wire -> wire.slowly("HTTP/1.1 200 OK\r\nX: "));
    add(
        all,
        "headers without end",
        Outcome.UNREACHABLE,
        wire -> wire.lines(ok).endlessly("X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"));
    add(
        all,
        "a header without end",
        Outcome.UNREACHABLE,
        wire -> wire.lines(ok).text("X-Filler: ").endlessly("a"));
    add(
        all,
        "a status line without end",
        Outcome.UNREACHABLE,
        wire -> wire.text("HTTP/1.1 200 ").endlessly("a"));
    add(all, "nothing", Outcome.UNREACHABLE, wire -> wire.text(""));
    add(
        all,
        "what is no HTTP",
        Outcome.UNREACHABLE,
        wire -> wire.text("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
    add(
        all,
        "a status that is none",
        Outcome.DECLARED,
        wire -> wire.lines("HTTP/1.1 -20 OK", close, ""));
    add(
        all,
        "a status of 999",
        Outcome.DECLARED,
        wire -> wire.lines("HTTP/1.1 999 Odd", "Content-Length: 0", close, ""));
    add(
        all,
        "another part than was asked for",
        Outcome.UNREACHABLE,
        wire ->
            wire.lines("HTTP/1.1 206 Partial", "Content-Range: bytes 5-9/" + length, close, "")
                .bytes(OBJECT));
    add(
        all,
        "a part that is not said to be one",
        Outcome.UNREACHABLE,
        wire ->
            wire.lines(
                    "HTTP/1.1 206 Partial",
                    "Content-Range: bytes 99999999999999999999-1/x",
                    close,
                    "")
                .bytes(OBJECT));
    add(
        all,
        "a refusal with a page without end",
        Outcome.REFUSED,
        wire -> wire.lines("HTTP/1.1 400 Bad", close, "").endlessly("<p>"));
    add(
        all,
        "a failure with a page without end",
        Outcome.UNREACHABLE,
        wire ->
            wire.lines("HTTP/1.1 503 Busy", "Retry-After: 999999999999999999999999", close, "")
                .endlessly("<p>"));
    add(
        all,
        "an answer to be waited for again and again",
        Outcome.UNREACHABLE,
        wire -> wire.endlessly("HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n"));
    return List.copyOf(all);
  }

  /** An answer that does not depend on its request. */
  private interface Writing {
    void to(HostileServer.Wire wire) throws IOException;
  }

  private static void add(List<Answered> all, String name, Outcome outcome, Writing writing) {
    all.add(new Answered(name, outcome, (method, target, wire) -> writing.to(wire)));
  }

  @ParameterizedTest
  @FieldSource("ANSWERS")
  void anAnswerIsTheObjectOrADeclaredFailure(Answered answered) {
    HostileServer server =
        start(
            (method, target, wire) -> {
              if (target.endsWith(KEY) && method.equals("GET")) {
                answered.script().answer(method, target, wire);
              } else {
                answerWell(method, target, wire);
              }
            });
    assertThat(outcome(open(server))).isIn(allowed(answered.outcome()));
  }

  private static List<Outcome> allowed(Outcome outcome) {
    return outcome == Outcome.DECLARED
        ? List.of(Outcome.SOUND, Outcome.DAMAGE, Outcome.UNREACHABLE, Outcome.REFUSED)
        : List.of(outcome);
  }

  private static Outcome outcome(DataLake lake) {
    try {
      assertThat(LakeLab.read(lake, ASKED, ASKED)).containsExactly(LEDGERS.get(5));
      return Outcome.SOUND;
    } catch (LakeDamage e) {
      return Outcome.DAMAGE;
    } catch (BackendUnreachable e) {
      return Outcome.UNREACHABLE;
    } catch (LakeForbidden e) {
      return Outcome.REFUSED;
    }
  }

  // ---- frames
  // ------------------------------------------------------------------------------------

  static final Map<String, byte[]> FRAMES = frames();
  static final List<String> FRAME_NAMES = List.copyOf(FRAMES.keySet());

  private static Map<String, byte[]> frames() {
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] endlessSkippable = {0x50, 0x2A, 0x4D, 0x18, -1, -1, -1, -1, 1, 2, 3, 4};
    byte[] bomb = bomb(65 << 3);
    Map<String, byte[]> frames = new LinkedHashMap<>();
    frames.put("a frame that claims 2^60 bytes", claiming(1L << 60));
    frames.put("a frame that claims 2^63 bytes", claiming(Long.MIN_VALUE));
    frames.put("a frame that claims nothing and holds something", claiming(0));
    frames.put("a frame that says that it has a window of 2^41 bytes", wideWindow(0xF8));
    frames.put("a bomb of 65 MiB", bomb);
    frames.put("bombs one behind the other", joined(bomb, bomb));
    frames.put("the object twice", joined(OBJECT, OBJECT));
    frames.put("a skippable frame before the object", joined(skippable, OBJECT));
    frames.put("a skippable frame behind the object", joined(OBJECT, skippable));
    frames.put("a skippable frame without end behind the object", joined(OBJECT, endlessSkippable));
    frames.put("an empty frame before the object", joined(LakeLab.frame(new byte[0]), OBJECT));
    frames.put("nothing in a frame", LakeLab.frame(new byte[0]));
    frames.put("a bomb of two GiB in 64 KiB", bomb(1 << 14));
    return frames;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  /** The object's blocks behind a header with another content size (RFC 8878, 3.1.1.1). */
  private static byte[] claiming(long contentBytes) {
    ByteBuffer frame = ByteBuffer.allocate(14 + OBJECT.length - 6).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xFD2FB528).put((byte) 0xC4).put((byte) 0x68).putLong(contentBytes);
    return frame.put(OBJECT, 6, OBJECT.length - 6).array();
  }

  private static byte[] wideWindow(int descriptor) {
    byte[] frame = OBJECT.clone();
    frame[5] = (byte) descriptor;
    return frame;
  }

  /** The header of a batch, then 128 KiB of the same byte for every four bytes of frame. */
  private static byte[] bomb(int blocks) {
    byte[] header = LakeLab.batch(ASKED, ASKED, 1, List.of());
    ByteBuffer frame =
        ByteBuffer.allocate(6 + 3 + header.length + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xFD2FB528).put((byte) 0x04).put((byte) 0x68);
    putBlockHeader(frame, header.length, 0);
    frame.put(header);
    for (int i = 0; i < blocks; i++) {
      putBlockHeader(frame, 128 << 10, 1);
      frame.put((byte) 0);
    }
    return frame.array();
  }

  private static void putBlockHeader(ByteBuffer frame, int bytes, int type) {
    int header = (bytes << 3) | (type << 1);
    frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
  }

  @ParameterizedTest
  @FieldSource("FRAME_NAMES")
  void aFrameThatIsNotExactlyTheObjectIsDamage(String name) {
    byte[] frame = FRAMES.getOrDefault(name, OBJECT);
    HostileServer server = serve(KEY, (method, target, wire) -> wire.ok(frame));
    assertThat(outcome(open(server))).isEqualTo(Outcome.DAMAGE);
  }

  // ---- the manifest
  // ------------------------------------------------------------------------------

  @Test
  void aManifestOfAGigabyteIsDamageWhateverItSaysOfItsLength() {
    for (String head : List.of("Content-Length: 1073741824", "X: y")) {
      HostileServer server =
          serve(
              LakeLab.MANIFEST,
              (method, target, wire) ->
                  wire.lines("HTTP/1.1 200 OK", head, "Connection: close", "").endlessly(" "));
      assertThatThrownBy(() -> open(server).network(CancelToken.NEVER))
          .isInstanceOf(LakeDamage.class)
          .hasMessageContaining("more than 65536 bytes");
    }
  }

  /** What each server is asked for once, to see whether it can say no. */
  private static final String IMPOSSIBLE = "/00000000--4294967295-0.xdr.zst";

  @Test
  void aManifestThatNamesOtherPlacesHasNoSayInWhereIsRead() {
    String elsewhere =
        LakeLab.manifest(SHAPE)
            .replace("}", ",\"base\":\"../../etc/\",\"prefix\":\"%2e%2e/\",\"url\":\"file:///\"}");
    HostileServer server =
        serve(LakeLab.MANIFEST, (method, target, wire) -> wire.ok(elsewhere.getBytes(UTF_8)));
    assertThat(outcome(open(server))).isEqualTo(Outcome.SOUND);
    assertThat(server.targets()).containsOnly("/" + LakeLab.MANIFEST, "/" + KEY, IMPOSSIBLE);
  }

  // ---- listings
  // ----------------------------------------------------------------------------------

  /** Serves a lake whose listing has pages by their number, counted from 0. */
  private HostileServer listing(LongFunction<String> pages) {
    long[] next = {0};
    return serve(
        "list-type=2",
        (method, target, wire) -> {
          synchronized (next) {
            wire.ok(pages.apply(next[0]++).getBytes(UTF_8));
          }
        });
  }

  private static String page(boolean isTruncated, String... keys) {
    StringBuilder page = new StringBuilder("<ListBucketResult><IsTruncated>" + isTruncated);
    page.append("</IsTruncated>");
    for (String key : keys) {
      page.append("<Contents><Key>").append(key).append("</Key></Contents>");
    }
    return page.append("</ListBucketResult>").toString();
  }

  private static final String XML_BOMB =
      "<!DOCTYPE a [<!ENTITY a0 'aaaaaaaaaa'>"
          + "<!ENTITY a1 '&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;'>"
          + "<!ENTITY a2 '&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;'>"
          + "<!ENTITY a3 '&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;'>"
          + "<!ENTITY a4 '&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;'>"
          + "<!ENTITY a5 '&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;'>"
          + "<!ENTITY a6 '&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;'>"
          + "<!ENTITY a7 '&a6;&a6;&a6;&a6;&a6;&a6;&a6;&a6;&a6;&a6;'>]>"
          + "<ListBucketResult><Contents><Key>&a7;</Key></Contents></ListBucketResult>";

  static final Map<String, Supplier<String>> PAGES = pages();
  static final List<String> PAGE_NAMES = List.copyOf(PAGES.keySet());

  private static Map<String, Supplier<String>> pages() {
    Map<String, Supplier<String>> pages = new LinkedHashMap<>();
    pages.put("a billion laughs", () -> XML_BOMB);
    pages.put("a file of this machine", () -> external("file:///etc/hostname"));
    pages.put("elements within elements", () -> "<ListBucketResult>" + "<a>".repeat(1_300_000));
    pages.put("attributes", () -> "<ListBucketResult " + attributes(200_000) + "/>");
    pages.put("a name without end", () -> "<ListBucketResult><" + "a".repeat(4_000_000));
    pages.put("a key without end", () -> page(false, "a".repeat(4_000_000)));
    pages.put("no key and more to come", () -> page(true));
    pages.put("the folder itself and more to come", () -> page(true, " ").replace(" ", ""));
    pages.put("keys that fall", () -> page(true, SHAPE.key(3), SHAPE.key(4)));
    pages.put("a page that is too large", () -> "<ListBucketResult>" + " ".repeat(5 << 20));
    return pages;
  }

  private static String external(String address) {
    return "<!DOCTYPE a [<!ENTITY e SYSTEM '"
        + address
        + "'>]><ListBucketResult><Contents><Key>&e;</Key></Contents></ListBucketResult>";
  }

  private static String attributes(int count) {
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      attributes.append(" a").append(i).append("=''");
    }
    return attributes.toString();
  }

  @ParameterizedTest
  @FieldSource("PAGE_NAMES")
  void aListingThatCannotBeTrustedIsNoneAndTheLakeIsAskedForItsObjects(String name) {
    HostileServer server = listing(number -> PAGES.getOrDefault(name, () -> "").get());
    DataLake lake = open(server);
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(HELD.last());
    assertThat(lake.missing(new LedgerRange(2, 12), MINUTE, CancelToken.NEVER).asRanges())
        .hasToString("[[10..13)]");
    assertThat(lake.survey(MINUTE, CancelToken.NEVER).canList()).isFalse();
  }

  @Test
  void aListingThatFetchesFromElsewhereMakesNobodyAskThere() {
    HostileServer other = start((method, target, wire) -> wire.ok(new byte[0]));
    HostileServer server = listing(number -> external(other.uri() + "x"));
    assertThat(open(server).tip(MINUTE, CancelToken.NEVER)).hasValue(HELD.last());
    assertThat(other.targets()).isEmpty();
  }

  @Test
  void aListingThatGoesWrongOnItsSecondPageIsAskedNoMore() {
    for (String second : List.of(page(true), page(true, "a"), XML_BOMB, "")) {
      HostileServer server = listing(number -> number == 0 ? page(true, "a", "b") : second);
      DataLake lake = open(server);
      assertThat(lake.tip(MINUTE, CancelToken.NEVER)).as(second).hasValue(HELD.last());
    }
  }

  @Test
  void whatIsMissingIsToldRightlyThoughTheListingEndsInTheMiddleOfNowhere() {
    for (String second : List.of(page(true), page(true, SHAPE.key(9)), "")) {
      HostileServer server =
          listing(number -> number == 0 ? page(true, SHAPE.key(9), SHAPE.key(8)) : second);
      assertThat(open(server).missing(new LedgerRange(2, 12), MINUTE, CancelToken.NEVER).asRanges())
          .as(second)
          .hasToString("[[10..13)]");
    }
  }

  @Test
  void pagesWithoutEndEnd() {
    HostileServer server = listing(number -> page(true, String.format("a%012d", number)));
    DataLake lake = open(server);
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).isEmpty();
    assertThat(server.targets()).hasSizeLessThan(110);
    assertThatThrownBy(() -> lake.missing(HELD, Duration.ofMillis(500), CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class);
  }

  @Test
  void keysThatClimbOutOfTheLakeAreNeverAskedFor() {
    String up = "lake/../../etc/passwd";
    List<String> climbing =
        List.of(
            "lake/!/etc/passwd",
            up,
            "lake/%2e%2e/%2e%2e/etc/passwd",
            "lake/..%2f..%2fetc/passwd",
            "lake//etc/passwd",
            "lake/http://127.0.0.1:1/x",
            "lake/\\..\\..\\x",
            "lake/../" + SHAPE.key(9),
            "lake/" + SHAPE.key(9) + "/../../x");
    HostileServer server =
        listing(
            number ->
                number % 2 == 0
                    ? page(true, climbing.stream().sorted().toArray(String[]::new))
                    : page(false));
    DataLake lake = lab.open(server.uri().resolve("lake/"));
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).isEmpty();
    assertThat(LakeLab.read(lake, ASKED, ASKED)).containsExactly(LEDGERS.get(5));
    assertThat(server.targets())
        .allMatch(
            target ->
                target.startsWith("/?list-type=2&")
                    || target.equals("/lake/" + LakeLab.MANIFEST)
                    || target.equals("/lake" + IMPOSSIBLE)
                    || target.matches("/lake/[0-9A-F]{8}--[0-9]+-[0-9]+/[0-9A-F]{8}--[0-9]+.*"));
  }

  @Test
  void nobodyIsAskedElsewhereForManifestListingOrObject() {
    HostileServer other = start((method, target, wire) -> wire.ok(MANIFEST));
    for (String part : List.of(LakeLab.MANIFEST, "list-type=2", KEY)) {
      for (String target : List.of(other.uri() + "x", "//" + other.uri().getAuthority() + "/x")) {
        HostileServer server =
            serve(
                part,
                (method, asked, wire) ->
                    wire.lines(
                        "HTTP/1.1 302 Found",
                        "Location: " + target,
                        "Content-Length: 0",
                        "Connection: close",
                        ""));
        DataLake lake = open(server);
        try {
          lake.survey(MINUTE, CancelToken.NEVER);
          LakeLab.read(lake, ASKED, ASKED);
        } catch (StorageFailure declared) {
          assertThat(declared).isInstanceOf(LakeForbidden.class);
        }
      }
    }
    assertThat(other.targets()).isEmpty();
  }

  @Test
  void headersWithAllBytesThereAreLeadToADeclaredFailureOrTheObject() {
    for (int value = 0; value < 256; value += 3) {
      String odd = new String(new byte[] {(byte) value}, ISO_8859_1);
      HostileServer server =
          serve(
              KEY,
              (method, target, wire) ->
                  wire.lines(
                      "HTTP/1.1 503 Busy",
                      "Retry-After: " + odd + "1",
                      "Date: " + odd,
                      "ETag: " + odd,
                      "Content-Length: 0",
                      "Connection: close",
                      ""));
      assertThat(outcome(open(server))).isEqualTo(Outcome.UNREACHABLE);
      server.close();
    }
  }
}
