package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Behaviour that only a separate process can show: signals, and a store that another process holds.
 */
final class ProcessTest {

  private static final LakeShape SHAPE = LakeShape.usual("Process Test Network");
  private static final long STUCK_AT = 60;
  private static final long UNTIL = 100;

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void aSignalEndsIngestionCleanlyBetweenTwoLedgers(String signal, int code) throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    try (LakeServer server = serve()) {
      hangAt(STUCK_AT, server, stuck);
      try (CommandProcess writer = startIngestion(server)) {
        assertThat(stuck.await(120, TimeUnit.SECONDS)).as(writer.err()).isTrue();

        writer.signal(signal);

        assertThat(writer.exitCode()).as(writer.err()).isEqualTo(code);
        assertThat(writer.out()).contains("cancelled");
        assertThat(writer.err()).doesNotContain("did not stop in time");
      }
      server.faults().clear();
      assertEverythingElseIsIngested(server);
    }
  }

  @Test
  void whileAWriterRunsNobodyElseOpensTheStoreAndItsPidIsNamed() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    try (LakeServer server = serve()) {
      hangAt(STUCK_AT, server, stuck);
      try (CommandProcess writer = startIngestion(server)) {
        assertThat(stuck.await(120, TimeUnit.SECONDS)).as(writer.err()).isTrue();

        for (String line :
            new String[] {
              "status",
              "verify",
              "audit --deep",
              "cat --ledger 5",
              "freeze --chunk 0",
              "sweep",
              "discard --chunk 0",
              "recover --orphans",
              "recover --orphans --yes"
            }) {
          Ran ran = Line.run((Object[]) (line + " --data " + data()).split(" ", -1));
          assertThat(ran.code()).as("%s", ran).isEqualTo(3);
          assertThat(ran.err()).contains("in use by process " + writer.pid());
        }
        writer.signal("KILL");
        assertThat(writer.exitCode()).isEqualTo(137);
      }
      server.faults().clear();
      assertEverythingElseIsIngested(server);
    }
  }

  @Test
  void servingEndsWithTheSignalAndPrintsItsAddressFirst() throws Exception {
    forgeLake();
    try (CommandProcess serving =
        CommandProcess.start(temporary, "lake", "serve", temporary.resolve("lake"))) {
      Ran check = Line.run("lake", "survey", "--json", "--lake", serving.firstLine());
      assertThat(check.json().get("tip").asLong()).as("%s", check).isEqualTo(120);
      assertThat(check.json().get("canList").asBoolean()).isTrue();

      serving.signal("TERM");

      assertThat(serving.exitCode()).as(serving.err()).isEqualTo(143);
    }
  }

  @Test
  void aCancelledRunEndsAsInterruptedAndNamesTheChunksThatWereNotBegun() throws Exception {
    CancelSource cancel = new CancelSource();
    cancel.cancel();

    Ran ran =
        Line.with(cancel.token())
            .runs("freeze", "--json", "--chunks", "0-2", "--data", data(), "--lake", "file:/none");

    assertThat(ran.code()).as("%s", ran).isEqualTo(130);
    assertThat(ran.json()).hasSize(3);
    for (JsonNode row : ran.json()) {
      assertThat(row.get("result").asText()).isEqualTo("cancelled");
    }
  }

  private void assertEverythingElseIsIngested(LakeServer server) {
    JsonNode status = Line.run("status", "--json", "--data", data()).json();
    long highest = status.at("/chunks/0/highest").asLong(1);
    assertThat(highest).isLessThan(STUCK_AT);

    Ran rest =
        Line.run(
            "ingest",
            "--json",
            "--chunk",
            0,
            "--until",
            UNTIL,
            "--data",
            data(),
            "--lake",
            server.uri());

    assertThat(rest.code()).as("%s", rest).isZero();
    assertThat(rest.json().get(0).get("ledgers").asLong()).isEqualTo(UNTIL - highest);
    assertThat(Line.run("verify", "--data", data()).code()).isZero();
  }

  private CommandProcess startIngestion(LakeServer server) throws IOException {
    return CommandProcess.start(
        temporary,
        "ingest",
        "--chunk",
        0,
        "--until",
        UNTIL,
        "--data",
        data(),
        "--lake",
        server.uri());
  }

  private static void hangAt(long sequence, LakeServer server, CountDownLatch stuck) {
    server
        .faults()
        .always(
            request -> {
              boolean asked =
                  request.method().equals("GET") && request.key().equals(SHAPE.key(sequence));
              if (asked) {
                stuck.countDown();
              }
              return asked;
            },
            new Fault.Hang(-1));
  }

  @MustBeClosed
  private LakeServer serve() throws IOException {
    forgeLake();
    return LakeServer.of(temporary.resolve("lake")).start();
  }

  private void forgeLake() {
    LakeForge.into(temporary.resolve("lake"), SHAPE)
        .forge(LedgerForge.small(11), new LedgerRange(2, 120));
  }

  private Path data() {
    return temporary.resolve("data");
  }
}
