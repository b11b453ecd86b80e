package dev.permafrost.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeRequest.Result;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.events.RecordingEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events for requests to a lake. */
final class LakeEventsTest {

  private static final LakeShape SHAPE = LakeLab.shape(1, 64_000);
  private static final List<byte[]> LEDGERS =
      LakeLab.raw(LedgerForge.small(5).ledgers(new LedgerRange(2, 9)));
  private static final String KEY = SHAPE.key(7);

  @TempDir Path directory;
  private final RecordingEvents events = new RecordingEvents();
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

  @Test
  void everyRequestIsToldOnceWithItsBytes() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.openTelling(events, LakeOptions.of(server.uri()).build());
    LakeLab.read(lake, 2, 9);
    assertThat(events.requests()).hasSize(server.requests().all().size());
    assertThat(events.requests()).extracting(LakeRequest::attempt).containsOnly(1);
    assertThat(events.requests())
        .extracting(LakeRequest::mirror)
        .containsOnly(server.uri().toString());
    long objectBytes =
        LakeLab.objects(files).values().stream().mapToLong(object -> object.remaining()).sum();
    assertThat(events.requests().stream().mapToLong(LakeRequest::bytes).sum())
        .isEqualTo(objectBytes);
    assertThat(lake.prefetchedBytes()).isZero();
  }

  @Test
  void aRetryIsASecondAttempt() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(KEY, Fault.status(503), Fault.status(500));
    LakeLab.read(lab.openTelling(events, LakeOptions.of(server.uri()).build()), 7, 7);
    List<LakeRequest> ofKey =
        events.requests().subList(events.requests().size() - 3, events.requests().size());
    assertThat(ofKey)
        .extracting(LakeRequest::result)
        .containsExactly(Result.TRANSIENT, Result.TRANSIENT, Result.PRESENT);
    assertThat(ofKey).extracting(LakeRequest::attempt).containsExactly(1, 2, 3);
  }

  @Test
  void aSmallQuestionThatIsRepeatedIsToldAsOften() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(LakeLab.MANIFEST, Fault.status(503));
    lab.openTelling(events, LakeOptions.of(server.uri()).build()).network(CancelToken.NEVER);
    assertThat(events.requests())
        .extracting(LakeRequest::result)
        .containsExactly(Result.TRANSIENT, Result.PRESENT);
    assertThat(events.requests()).extracting(LakeRequest::attempt).containsExactly(1, 2);
  }

  @Test
  void theTipIsToldWhereItIsAsked() {
    LakeServer server = lab.serve(files, Listing.OFF);
    lab.openTelling(events, LakeOptions.of(server.uri()).build())
        .tip(LakeLab.MINUTE, CancelToken.NEVER);
    assertThat(events.tips()).containsExactly(new LakeTip(9));
  }

  @Test
  void noSecretThatIsShownToALakeIsTold() {
    LakeServer server = lab.serve(files, Listing.OFF);
    LakeAccess access = LakeAccess.none().withHeader("Authorization: geheim");
    DataLake lake = lab.openTelling(events, LakeOptions.of(server.uri()).access(access).build());
    server.faults().always(KEY, Fault.status(403));
    assertThatThrownBy(() -> LakeLab.read(lake, 7, 7)).isInstanceOf(StorageFailure.class);
    assertThat(events.requests()).isNotEmpty();
    assertThat(events.requests().toString()).doesNotContain("geheim");
  }
}
