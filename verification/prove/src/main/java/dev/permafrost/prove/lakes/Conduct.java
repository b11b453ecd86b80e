package dev.permafrost.prove.lakes;

import com.google.common.collect.Range;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.LakeSurvey;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeUndescribed;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The scenarios of lakes and servers that are in order. */
final class Conduct {

  private Conduct() {}

  static List<Scenario> scenarios() {
    List<Scenario> all = new ArrayList<>(Commands.scenarios());
    all.addAll(
        0,
        List.of(
            new Scenario("manifest-says-how-the-lake-is-cut", Conduct::manifest),
            new Scenario("no-manifest-needs-the-configuration", Conduct::noManifest),
            new Scenario("older-extension-is-found", Conduct::olderExtension),
            new Scenario("one-ledger-an-object", ground -> cut(ground, 1, 64_000)),
            new Scenario("eight-ledgers-an-object", ground -> cut(ground, 8, 10)),
            new Scenario("sixty-four-ledgers-and-no-folders", ground -> cut(ground, 64, 1)),
            new Scenario("prefix-of-any-shape-and-no-sibling", Conduct::prefixes),
            new Scenario("coverage-and-tip-are-exact", Conduct::ends),
            new Scenario("tip-takes-few-requests", Conduct::fewRequests),
            new Scenario("strange-files-are-passed-over", Conduct::strays),
            new Scenario("missing-ledgers-are-told-exactly", Conduct::missing),
            new Scenario("empty-lake-has-no-tip", Conduct::empty)));
    return List.copyOf(all);
  }

  private static void manifest(Ground ground) throws IOException {
    LakeSite site = ground.lake("lake/", Ground.shape(8, 10), 2, 31);
    LakeSurvey survey = ground.direct(site).survey(Ground.MINUTE, CancelToken.NEVER);
    Expect.equal(
        "the survey",
        new LakeSurvey(
            ground.server().root().resolve(site.prefix()).toString(),
            Ground.NETWORK,
            true,
            8,
            10,
            Optional.of(".xdr.zst"),
            ground.abilities().lists(),
            OptionalLong.of(2),
            OptionalLong.of(31)),
        survey);
  }

  private static void noManifest(Ground ground) throws IOException {
    LakeSite site = ground.lake("lake/", new LakeShape("unsaid", 8, 10, "zstd"), 2, 31);
    site.remove(LakeShape.MANIFEST_KEY);
    Expect.failure(
        LakeUndescribed.class,
        () -> ground.direct(site).network(CancelToken.NEVER),
        "ledgers per batch, batches per partition, the network");
    Expect.failure(
        LakeUndescribed.class,
        () ->
            ground
                .troubled(site, options -> options.ledgersPerBatch(8).batchesPerPartition(10))
                .network(CancelToken.NEVER),
        "does not give the network");
    DataLake lake =
        ground.troubled(
            site, options -> options.ledgersPerBatch(8).batchesPerPartition(10).network("said"));
    Expect.equal("the network", "said", lake.network(CancelToken.NEVER));
    Expect.stream(lake, site, 2, 31);
    Expect.equal("the tip", OptionalLong.of(31), lake.tip(Ground.MINUTE, CancelToken.NEVER));
  }

  private static void olderExtension(Ground ground) throws IOException {
    LakeSite site = ground.lake("lake/", new LakeShape(Ground.NETWORK, 1, 10, "zstd"), 2, 25);
    Expect.stream(ground.direct(site), site, 3, 25);
    DataLake lake = ground.direct(site);
    Expect.equal(
        "the extension",
        Optional.of(".xdr.zstd"),
        lake.survey(Ground.MINUTE, CancelToken.NEVER).extension());
    Expect.that(lake.covers(25, Ground.MINUTE, CancelToken.NEVER), "ledger 25 is covered");
  }

  private static void cut(Ground ground, int ledgersPerBatch, int batchesPerPartition)
      throws IOException {
    LakeSite site =
        ground.lake("lake/", Ground.shape(ledgersPerBatch, batchesPerPartition), 2, 140);
    long last = Ground.shape(ledgersPerBatch, 1).objectRange(140).last();
    DataLake lake = ground.direct(site);
    Expect.equal("the tip", OptionalLong.of(last), lake.tip(Ground.MINUTE, CancelToken.NEVER));
    Expect.stream(lake, site, 2, last);
    Expect.stream(lake, site, 13, 77);
  }

  private static void prefixes(Ground ground) throws IOException {
    LakeShape shape = Ground.shape(1, 10);
    ground.lake("a/b-1/", shape, 2, 30);
    ground.lake("a/b/c/", shape, 2, 31);
    ground.lake("a/0/", shape, 2, 32);
    LakeSite inner = ground.lake("a/b/lake/", shape, 2, 21);
    LakeSite outer = ground.lake("a/b-1/with space/", shape, 2, 22);
    LakeSite root = ground.lakeAtTheRoot(shape, 2, 23);
    for (LakeSite site : List.of(inner, outer, root)) {
      long last = 21L + List.of(inner, outer, root).indexOf(site);
      for (String slash : site.prefix().isEmpty() ? Set.of("") : Set.of("", "/")) {
        String path = site.prefix().replace(" ", "%20").replaceAll("/$", slash);
        DataLake lake = ground.open(ground.server().root().resolve(path), options -> {});
        Expect.equal(
            "the tip below '" + path + "'",
            OptionalLong.of(last),
            lake.tip(Ground.MINUTE, CancelToken.NEVER));
        Expect.that(
            !lake.covers(last + 1, Ground.MINUTE, CancelToken.NEVER),
            "'" + path + "' does not see its siblings");
        Expect.stream(lake, site, 2, last);
        Expect.equal(
            "whether it lists '" + path + "'",
            ground.abilities().lists(),
            lake.survey(Ground.MINUTE, CancelToken.NEVER).canList());
      }
    }
  }

  private static void ends(Ground ground) throws IOException {
    LakeSite site = ground.lake(100, 163);
    DataLake lake = ground.direct(site);
    Expect.that(lake.covers(163, Ground.MINUTE, CancelToken.NEVER), "the last ledger is covered");
    Expect.that(!lake.covers(164, Ground.MINUTE, CancelToken.NEVER), "the next one is not");
    Expect.that(lake.covers(100, Ground.MINUTE, CancelToken.NEVER), "the first one is");
    Expect.that(!lake.covers(99, Ground.MINUTE, CancelToken.NEVER), "the one before is not");
    Expect.that(!lake.covers(1, Ground.MINUTE, CancelToken.NEVER), "genesis never is");
    Expect.equal("the tip", OptionalLong.of(163), lake.tip(Ground.MINUTE, CancelToken.NEVER));
    Expect.equal(
        "the first ledger",
        OptionalLong.of(100),
        lake.survey(Ground.MINUTE, CancelToken.NEVER).first());
    site.put(site.key(164), site.read(site.key(163)));
    Expect.that(lake.covers(164, Ground.MINUTE, CancelToken.NEVER), "a new one is seen");
    Expect.equal("the tip", OptionalLong.of(164), lake.tip(Ground.MINUTE, CancelToken.NEVER));
  }

  private static void fewRequests(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 301);
    DataLake lake = ground.troubled(site);
    Expect.equal("the tip", OptionalLong.of(301), lake.tip(Ground.MINUTE, CancelToken.NEVER));
    int asked = ground.proxy().seen().size();
    // With a listing: the manifest, where the bucket is, the first page. Without one: climbing and
    // bisecting, and once more all the way up to see that no hole was taken for the tip.
    int most = ground.abilities().lists() ? 3 : 70;
    Expect.that(asked <= most, asked + " requests are at most " + most);
    ground.proxy().forget();
    lake.covers(302, Ground.MINUTE, CancelToken.NEVER);
    Expect.equal("the requests of waiting", 1, ground.proxy().seen().size());
  }

  private static void strays(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 30);
    for (int i = 10; i < 40; i++) {
      site.put(".stray-" + i, new byte[] {1});
    }
    site.put("README.txt", new byte[] {1});
    DataLake lake = ground.direct(site);
    Expect.equal("the tip", OptionalLong.of(30), lake.tip(Ground.MINUTE, CancelToken.NEVER));
    Expect.equal(
        "the missing ledgers",
        Set.of(),
        lake.missing(new LedgerRange(2, 30), Ground.MINUTE, CancelToken.NEVER).asRanges());
  }

  private static void missing(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 120);
    for (long sequence : List.of(7L, 8L, 9L, 50L, 120L)) {
      site.remove(site.key(sequence));
    }
    Expect.equal(
        "the missing ledgers",
        List.of(
            Range.closedOpen(7L, 10L), Range.closedOpen(50L, 51L), Range.closedOpen(120L, 126L)),
        List.copyOf(
            ground
                .direct(site)
                .missing(new LedgerRange(2, 125), Ground.MINUTE, CancelToken.NEVER)
                .asRanges()));
  }

  private static void empty(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 2);
    site.remove(site.key(2));
    DataLake lake = ground.direct(site);
    LakeSurvey survey = lake.survey(Ground.MINUTE, CancelToken.NEVER);
    Expect.equal("the tip", OptionalLong.empty(), survey.tip());
    Expect.equal("the first ledger", OptionalLong.empty(), survey.first());
    Expect.equal("the extension", Optional.empty(), survey.extension());
    Expect.that(!lake.covers(2, Ground.MINUTE, CancelToken.NEVER), "nothing is covered");
  }
}
