package dev.permafrost.prove.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each thing a killed process must not leave is seen; chunk 0 is frozen, chunk 1 half hot. */
final class AftermathTest {

  private static final ChunkId ZERO = new ChunkId(0);
  private static final ChunkId ONE = new ChunkId(1);
  private static final Chain CHAIN = Chain.small();
  private static final long HIGHEST = CHAIN.halfOf(ONE);
  private static final RealStores STORES = new RealStores(CHAIN.geometry());

  @TempDir static Path prepared;
  @TempDir Path temporary;
  private static GoldenPacks golden;
  private Path data;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed behind the last test
  static void makeAStore() {
    golden = GoldenPacks.make(STORES, CHAIN, prepared.resolve("golden"));
    try (OpenStore<Store> opened =
        STORES.open(RootPaths.under(prepared.resolve("data")), StorageEvents.NONE)) {
      Store store = opened.store();
      Workload workload = new Workload(store, CHAIN, WorkloadEvents.NONE);
      workload.ingestUpTo(ZERO, CHAIN.geometry().last(ZERO));
      store.freezer().processChunk(ZERO, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
      store.hot().discardHotDBForChunk(ZERO);
      workload.ingestUpTo(ONE, HIGHEST);
    }
  }

  @BeforeEach
  void copyIt() {
    data = temporary.resolve("data");
    WorkDirectory.copy(prepared.resolve("data"), data);
  }

  @Test
  void whatWasAcknowledgedIsThere() throws IOException {
    assertThat(violations(HIGHEST)).isEmpty();
  }

  @Test
  void an_acknowledged_ledger_that_is_not_there_breaks_I1() throws IOException {
    assertThat(violations(HIGHEST + 1))
        .anySatisfy(wrong -> assertThat(wrong).startsWith("I1: ledger " + (HIGHEST + 1)));
  }

  @Test
  void a_witness_that_lags_by_more_than_the_ledger_under_way_breaks_I1() throws IOException {
    RocksDbStores.hotStores(data.resolve("hot")).rewriteWitness(ONE, HIGHEST - 1);
    assertThat(violations(HIGHEST - 1)).isEmpty();
    assertThat(violations(HIGHEST)).singleElement().asString().startsWith("I1: chunk 1");

    RocksDbStores.hotStores(data.resolve("hot")).rewriteWitness(ONE, HIGHEST - 2);
    assertThat(violations(HIGHEST - 2)).singleElement().asString().startsWith("I1: chunk 1");
  }

  @Test
  void a_hot_database_that_lost_its_log_breaks_I1() throws IOException {
    DiskTree tree = DiskTree.on(data);
    tree.snapshot().keySet().stream()
        .filter(path -> path.startsWith("hot/") && path.endsWith(".log"))
        .forEach(tree::remove);
    assertThat(violations(HIGHEST))
        .anySatisfy(wrong -> assertThat(wrong).startsWith("I1").contains("is lost"));
  }

  @Test
  void a_frozen_pack_with_another_byte_or_without_a_file_breaks_I2() throws IOException {
    DiskTree.on(data).invert("ledgers/00000/00000000.pack", 100);
    assertThat(violations(HIGHEST)).anyMatch(wrong -> wrong.startsWith("I2: chunk 0"));

    DiskTree.on(data).remove("ledgers/00000/00000000.pack");
    assertThat(violations(HIGHEST)).anyMatch(wrong -> wrong.startsWith("I2: chunk 0"));
  }

  @Test
  void a_file_or_a_hot_directory_without_a_key_breaks_I3() throws IOException {
    DiskTree.on(data).write("ledgers/00000/00000002.pack", new byte[1]);
    DiskTree.on(data).makeDirectory("hot/00000002");

    assertThat(violations(HIGHEST))
        .containsExactlyInAnyOrder(
            "I3: pack 00000002 has no key", "I3: hot directory 00000002 has no key");
  }

  @Test
  void whatIsNotSettledIsNotTheEndOfAnUndisturbedRun() throws IOException {
    List<String> wrong = aftermath(HIGHEST, Aftermath.Ending.KILL).settledViolations();

    assertThat(wrong)
        .hasSize(3)
        .anyMatch(each -> each.startsWith("I4: the pack of chunk 1"))
        .anyMatch(each -> each.startsWith("I4: the pack of chunk 2"))
        .anyMatch(each -> each.startsWith("I3: settled"));
  }

  @Test
  void afterAPowerCutTheWitnessMayLagByASyncInterval() throws IOException {
    RocksDbStores.hotStores(data.resolve("hot")).rewriteWitness(ONE, HIGHEST - 8);
    assertThat(violations(HIGHEST)).isNotEmpty();
    assertThat(aftermath(HIGHEST, Aftermath.Ending.POWER_CUT).violations()).isEmpty();
  }

  @Test
  void whatIsBeingAdoptedMayHaveNoKey() throws IOException {
    DiskTree.on(data).write("ledgers/00000/00000002.pack", new byte[1]);
    DiskTree.on(data).makeDirectory("hot/00000002");
    Account account = promised(HIGHEST);
    account.read(Files.writeString(temporary.resolve("more"), "adopts 2\n"));

    assertThat(aftermath(account, Aftermath.Ending.KILL).violations()).isEmpty();
  }

  private List<String> violations(long highestPromised) throws IOException {
    return aftermath(highestPromised, Aftermath.Ending.KILL).violationsOfAskingToo();
  }

  private Aftermath aftermath(long highestPromised, Aftermath.Ending ending) throws IOException {
    return aftermath(promised(highestPromised), ending);
  }

  private Aftermath aftermath(Account account, Aftermath.Ending ending) {
    return new Aftermath(STORES, CHAIN, golden, ending, RootPaths.under(data), account);
  }

  private Account promised(long highest) throws IOException {
    Account account = new Account(CHAIN.geometry());
    String lines =
        LongStream.rangeClosed(2, highest)
            .mapToObj(sequence -> "ledger " + sequence + "\n")
            .collect(Collectors.joining());
    account.read(Files.writeString(temporary.resolve("journal"), lines));
    return account;
  }
}
