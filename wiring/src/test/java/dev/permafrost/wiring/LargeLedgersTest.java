package dev.permafrost.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.store.DirectMemory;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledgers of 15 MB, and as large as any may be, with 512 MB of heap and the direct memory of
 * docs/library.md, "Memory".
 */
final class LargeLedgersTest {

  private static final int UPSTREAMS_LOAD_BYTES = 15_000_000;

  private static final DirectMemory LARGE =
      new DirectMemory(
          StoreSettings.DEFAULT_BYTES_IN_FLIGHT, LargeLedgersProcess.WORKERS, UPSTREAMS_LOAD_BYTES);

  /** With little in flight, so that nothing idle makes up for what a ledger takes. */
  private static final DirectMemory LARGEST =
      new DirectMemory(4 << 20, LargeLedgersProcess.WORKERS, LedgerFront.MAX_LEDGER_BYTES);

  @TempDir Path temporary;

  @Test
  void theLargestLedgersArePushedIngestedFrozenAndReadInTheMemoryThatTheFormulaSays()
      throws Exception {
    long idle = LARGEST.idleBytes();
    assertThat(run("push", LARGEST, idle + LARGEST.sessionBytes())).endsWith("done");
    assertThat(run("ingest", LARGEST, idle + LARGEST.ingestionBytes())).endsWith("done");
    assertThat(run("freeze", LARGEST, idle + LARGEST.freezeBytes())).endsWith("done");
    assertThat(run("read", LARGEST, idle + LARGEST.pageBytes())).endsWith("done");
  }

  /** So that the formula is no more than twice what is needed, and the bound does bind. */
  @Test
  void halfOfItIsNotEnough() throws Exception {
    assertThat(run("push", LARGEST, (LARGEST.idleBytes() + LARGEST.sessionBytes()) / 2))
        .contains("direct buffer memory")
        .doesNotContain("done");
  }

  @Test
  void ledgersOfFifteenMegabytesArePushedBesideAFreezeAndPagesInTheSumOfTheirMemory()
      throws Exception {
    long bytes =
        LARGE.idleBytes()
            + LARGE.sessionBytes()
            + Math.max(LARGE.freezeBytes(), LARGE.ingestionBytes())
            + LARGE.pageBytes();
    assertThat(run("all at once", LARGE, bytes)).endsWith("done");
  }

  private String run(String what, DirectMemory memory, long directBytes)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:MaxDirectMemorySize=" + directBytes,
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Djava.library.path=" + System.getProperty("java.library.path"),
                    "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeLedgersProcess.class.getName(),
                    what,
                    temporary.resolve("data").toString(),
                    Integer.toString(memory.largestLedgerBytes()),
                    Long.toString(memory.bytesInFlight())))
            .redirectErrorStream(true)
            .start();
    try (InputStream out = child.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      child.waitFor();
    }
  }
}
