package dev.permafrost.prove.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.Workload;
import dev.permafrost.prove.workload.WorkloadEvents;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which syncs are left out: of the files and directories of a store with a pack and hot data. */
final class SkippedSyncTest {

  @TempDir static Path temporary;
  private static List<String> synced = List.of();

  @BeforeAll
  static void makeAStore() throws IOException {
    Path data = temporary.resolve("data");
    Chain chain = Chain.small();
    try (OpenStore<Store> opened =
        new RealStores(chain.geometry()).open(RootPaths.under(data), StorageEvents.NONE)) {
      Workload workload = new Workload(opened.store(), chain, WorkloadEvents.NONE);
      workload.ingest(new ChunkId(0));
      workload.freeze(new ChunkId(0));
      workload.ingest(new ChunkId(1));
    }
    synced = WorkDirectory.walk(data).stream().map(Path::toString).sorted().toList();
  }

  @Test
  void eachLeavesOutSomethingThatAStoreHas() {
    assertThat(SkippedSync.ALL)
        .allSatisfy(skipped -> assertThat(matched(skipped.name())).isNotEmpty());
    assertThat(matched("anything")).isEqualTo(synced);
  }

  @Test
  void whatIsLeftOutIsWhatItsNameSays() {
    assertThat(matched("packs")).singleElement().asString().endsWith("ledgers/00000/00000000.pack");
    assertThat(matched("the hot root")).containsExactly(temporary.resolve("data/hot").toString());
    assertThat(matched("the catalog's log")).singleElement().asString().contains("data/catalog/");
    assertThat(matched("logs of hot databases"))
        .isNotEmpty()
        .allSatisfy(path -> assertThat(path).contains("data/hot/0000000").endsWith(".log"));
  }

  private static List<String> matched(String name) {
    SkippedSync skipped =
        SkippedSync.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    Pattern pattern = Pattern.compile(skipped.paths());
    return synced.stream().filter(path -> pattern.matcher(path).find()).toList();
  }
}
