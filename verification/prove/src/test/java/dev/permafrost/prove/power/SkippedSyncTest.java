package dev.permafrost.prove.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which syncs are left out. */
final class SkippedSyncTest {

  private static final List<String> SYNCED =
      List.of(
          "/v/data/hot/00000002/000007.log",
          "/v/data/hot/00000002/000009.sst",
          "/v/data/hot/00000002/MANIFEST-000004",
          "/v/data/hot/00000002/WITNESS",
          "/v/data/hot/00000002",
          "/v/data/hot",
          "/v/data/catalog/000003.log",
          "/v/data/catalog",
          "/v/data/ledgers/00000/00000002.pack",
          "/v/data/ledgers/00000",
          "/v/data/ledgers",
          "/v/data");

  @Test
  void eachLeavesOutWhatItNamesAndNothingElse() {
    assertThat(matched("logs of hot databases")).containsExactly("/v/data/hot/00000002/000007.log");
    assertThat(matched("packs")).containsExactly("/v/data/ledgers/00000/00000002.pack");
    assertThat(matched("the hot root")).containsExactly("/v/data/hot");
    assertThat(matched("anything")).isEqualTo(SYNCED);
    assertThat(SkippedSync.ALL)
        .allSatisfy(skipped -> assertThat(matched(skipped.name())).isNotEmpty())
        .filteredOn(skipped -> !skipped.name().equals("anything"))
        .allSatisfy(skipped -> assertThat(matched(skipped.name())).hasSize(1));
  }

  private static List<String> matched(String name) {
    SkippedSync skipped =
        SkippedSync.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    Pattern pattern = Pattern.compile(skipped.paths());
    return SYNCED.stream().filter(path -> pattern.matcher(path).find()).toList();
  }
}
