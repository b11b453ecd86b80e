package dev.permafrost.prove.lakes;

import com.google.common.collect.Range;
import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.server.ServedProcess;
import dev.permafrost.testkit.server.TestCertificate;
import dev.permafrost.threads.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The scenarios of what an operator does with a lake: a check, mirrors, a token. */
final class Commands {

  private static final String WRONG_TOKEN = "d3JvbmctdG9rZW4";

  private Commands() {}

  static List<Scenario> scenarios() {
    return List.of(
        new Scenario("check-tells-what-is-the-matter", Commands::check),
        new Scenario("mirrors-stand-in-for-each-other", Commands::mirrors),
        new Scenario("token-is-shown-and-nowhere-told", Commands::token));
  }

  /**
   * What a run of the command line came to.
   *
   * @param code its exit code
   * @param text all that it printed
   */
  record Ran(int code, String text) {}

  static Ran run(Ground ground, Object... words) {
    List<String> line = new ArrayList<>();
    for (Object word : words) {
      line.add(word.toString());
    }
    ground
        .server()
        .certificate()
        .ifPresent(shown -> line.addAll(List.of("--lake-ca", shown.certificateFile().toString())));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Surroundings around = new Surroundings(out, out, false, CancelToken.NEVER, new SystemTime());
    int code = new PermafrostLine(around).run(line.toArray(String[]::new)).code();
    return new Ran(code, printed.toString(StandardCharsets.UTF_8));
  }

  private static Ran check(Ground ground, URI lake, Object... more) {
    List<Object> words = new ArrayList<>(List.of("lake", "check", "--ledgers", "2-60"));
    words.addAll(List.of("--lake", ground.named(lake)));
    words.addAll(List.of(more));
    return run(ground, words.toArray());
  }

  static void expect(Ran ran, int code, String... parts) {
    Expect.that(ran.code() == code, "exit " + ran.code() + " is " + code + ": " + ran.text());
    for (String part : parts) {
      Expect.that(ran.text().contains(part), "'" + part + "' is in " + ran.text());
    }
  }

  private static void check(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 60);
    URI lake = ground.server().root().resolve(site.prefix());
    expect(check(ground, lake), 0, "59 sound");
    for (long sequence = 20; sequence < 27; sequence++) {
      site.remove(site.key(sequence));
    }
    byte[] sound = site.read(site.key(33));
    sound[sound.length / 2] ^= 1;
    site.put(site.key(33), sound);
    site.put(site.key(40), site.read(site.key(41)));
    expect(
        check(ground, lake),
        4,
        "20-26",
        "missing",
        "damaged",
        "its key says 40",
        "50 sound, 7 missing, 1 damaged, 1 wrong",
        "PF-LAKE-GAP",
        "lake copy --from \"$OTHER_LAKE\" --to \"$LAKE_DIR\" --ledgers 20-26");
  }

  @SuppressWarnings("MustBeClosedChecker") // closed below
  private static void mirrors(Ground ground) throws IOException {
    LakeSite one = ground.lake("one/", Ground.shape(1, 64_000), 2, 60);
    LakeSite two = ground.lake("two/", Ground.shape(1, 10), 2, 60);
    for (long sequence = 20; sequence < 27; sequence++) {
      one.remove(one.key(sequence));
    }
    two.remove(two.key(30));
    one.put(one.key(44), new byte[] {1, 2, 3});
    one.put(one.key(45), one.read(one.key(46)));
    List<LakeOptions> addresses = List.of(options(ground, one), options(ground, two));
    try (DataLake lake = DataLakes.open(addresses, new SystemTime(), StorageEvents.NONE)) {
      Expect.stream(lake, one, 2, 60);
      one.remove(one.key(30));
      Expect.equal(
          "the missing ledgers",
          Set.of(Range.closedOpen(30L, 31L)),
          lake.missing(new LedgerRange(2, 60), Ground.MINUTE, CancelToken.NEVER).asRanges());
    }
  }

  private static LakeOptions options(Ground ground, LakeSite site) {
    LakeOptions.Builder options =
        LakeOptions.of(ground.named(ground.server().root().resolve(site.prefix()))).concurrency(4);
    ground
        .server()
        .certificate()
        .map(TestCertificate::certificateFile)
        .ifPresent(options::alsoTrusting);
    return options.build();
  }

  /** Where a server does not ask for a token by itself, the proxy before it does. */
  private static void token(Ground ground) throws IOException {
    if (ground.server().signer().isPresent()) {
      session(ground);
      return;
    }
    LakeSite site = ground.lake(WebServer.GUARDED + "lake/", Ground.shape(1, 64_000), 2, 60);
    String token = ground.server().token().orElse(ServedProcess.token());
    URI lake = ground.server().root().resolve(site.prefix());
    if (ground.server().token().isEmpty()) {
      lake = ground.behindProxy(site);
      ground
          .script()
          .always(
              request -> !request.authorization().equals("Bearer " + token), Trouble.status(401));
    }
    Path files = ground.server().files();
    Path right = files.resolveSibling("right-token-" + site.prefix().hashCode());
    Path wrong = files.resolveSibling("wrong-token-" + site.prefix().hashCode());
    Files.writeString(right, token);
    Files.writeString(wrong, WRONG_TOKEN);
    Ran without = check(ground, lake, "--debug");
    Ran refused = check(ground, lake, "--lake-token-file", wrong, "--debug");
    Ran shown = check(ground, lake, "--lake-token-file", right, "--debug", "--json");
    expect(without, 4, "PF-LAKE-FORBIDDEN", "status 401");
    expect(refused, 4, "PF-LAKE-FORBIDDEN", "status 401");
    expect(shown, 0, "\"soundLedgers\" : 59");
    for (Ran ran : List.of(without, refused, shown)) {
      Expect.that(!ran.text().contains(token), "the token is in no output");
      Expect.that(!ran.text().contains(WRONG_TOKEN), "the token is in no output");
    }
  }

  /** Where requests are signed, the secrets are those of the session, and a token has no place. */
  private static void session(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 60);
    URI lake = ground.server().root().resolve(site.prefix());
    Path token = ground.server().files().resolveSibling("token-" + site.prefix().hashCode());
    Files.writeString(token, WRONG_TOKEN);
    Ran without = run(ground, "lake", "survey", "--lake", lake, "--debug");
    Ran both = check(ground, lake, "--lake-token-file", token, "--debug");
    Ran signed = check(ground, lake, "--debug", "--json");
    expect(without, 4, "PF-LAKE-FORBIDDEN", "AccessDenied");
    expect(both, 2, "requests are signed");
    expect(signed, 0, "\"soundLedgers\" : 59");
    for (Ran ran : List.of(without, both, signed)) {
      Expect.that(!Signing.isTold(ran.text()), "nothing of the session is in any output");
    }
  }
}
