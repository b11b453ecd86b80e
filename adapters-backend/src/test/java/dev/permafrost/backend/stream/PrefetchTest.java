package dev.permafrost.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.LakeLab;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.FileTransport;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.ResponseBuffer;
import dev.permafrost.backend.transport.ResponseHead;
import dev.permafrost.backend.transport.ScribblingTransport;
import dev.permafrost.backend.transport.Transport;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects are fetched ahead in order and in bounds, and nothing goes on behind a closed stream. */
class PrefetchTest {

  private static final Pattern OBJECT = Pattern.compile(".*--(\\d+)\\.xdr\\.zst");

  private static final LakeShape SHAPE = LakeLab.shape(1, 64_000);
  private static final LedgerRange HELD = new LedgerRange(2, 61);
  private static final List<byte[]> LEDGERS = LakeLab.raw(LedgerForge.small(8).ledgers(HELD));

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
  @CsvSource({
    "1000000,8,1000",
    "1000000,32,200000",
    "3000000,4,700000",
    "0,8,50000",
    "100,8,50000"
  })
  void theBytesHeldNeverExceedTheBoundAndOneObject(
      long boundBytes, int concurrency, int largestBytes) throws IOException {
    long seed = 77;
    long largest = writeNoise(new Random(seed), largestBytes);
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake =
        lab.open(
            server.uri(), options -> options.prefetchBytes(boundBytes).concurrency(concurrency));
    try (LakeStream stream = stream(lake, CancelToken.NEVER)) {
      while (stream.next()) {
        assertThat(stream.heldBytes()).isPositive();
      }
      assertThat(stream.peakBytes()).as("seed %s", seed).isLessThanOrEqualTo(boundBytes + largest);
      assertThat(stream.heldBytes()).isZero();
    }
  }

  @Test
  void theBoundIsUsed() throws IOException {
    // With files, which arrive immediately: with a server it depends on timing.
    long boundBytes = 3_000_000;
    long largest = writeNoise(new Random(77), 700_000);
    DataLake lake =
        lab.open(files.toUri(), options -> options.prefetchBytes(boundBytes).concurrency(4));
    try (LakeStream stream = stream(lake, CancelToken.NEVER)) {
      while (stream.next()) {
        assertThat(stream.heldBytes()).isPositive();
      }
      assertThat(stream.peakBytes()).isGreaterThan(boundBytes - largest);
    }
  }

  @Test
  void objectsOfOtherSizesThanExpectedAreHeldBackUntilThereIsRoom() throws IOException {
    // Small ones first, so that many requests are begun; then ones of the whole bound each.
    for (long sequence = 32; sequence <= 61; sequence++) {
      writeNoise(sequence, new Random(sequence), 400_000);
    }
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake =
        lab.open(server.uri(), options -> options.prefetchBytes(420_000).concurrency(32));
    try (LakeStream stream = stream(lake, CancelToken.NEVER)) {
      while (stream.next()) {
        assertThat(stream.heldBytes()).isPositive();
      }
      assertThat(stream.peakBytes()).isBetween(400_000L, 830_000L);
    }
    assertThat(server.requests().count("GET")).as("each is asked for once").isEqualTo(61);
  }

  @ParameterizedTest
  @CsvSource({"100000, 5, 8", "250000, 4, 4", "250001, 0, 3"})
  void whatIsAboutAsLargeAsUsualFlowsUnaskedAsFarAsTheBoundHasRoom(
      long objectBytes, int unasked, int inAll) {
    // The usual size is at first the bound's share of each request; twice that is granted, to four
    // of the first eight, and to a ninth, which is begun when the first object is here.
    LakeOptions options =
        LakeOptions.of(files.toUri()).prefetchBytes(1_000_000).concurrency(8).build();
    Announcer announcer = new Announcer(SHAPE.key(2), objectBytes);
    try (DataLake lake = lab.over(announcer, options);
        LakeStream stream = stream(lake, CancelToken.NEVER)) {
      assertThat(stream.next()).isTrue();
      assertThat(announcer.flowedUnasked).isEqualTo(unasked);
      assertThat(announcer.flowed).isEqualTo(inAll);
    }
  }

  /** Reads one object's file; of the others it says how large they are, and nothing comes. */
  private static final class Announcer implements Transport {

    private final FileTransport files = new FileTransport();
    private final String key;
    private final long objectBytes;
    private int flowedUnasked;
    private int flowed;

    Announcer(String key, long objectBytes) {
      this.key = key;
      this.objectBytes = objectBytes;
    }

    @Override
    public void send(Request request, ResponseBuffer into) {
      String path = request.uri().getPath();
      if (!request.wantsBody() || !path.contains(".xdr.") || path.endsWith(key)) {
        files.send(request, into);
        return;
      }
      int before = flowed;
      into.headArrived(ResponseHead.of(200, OptionalLong.of(objectBytes)), () -> flowed++);
      flowedUnasked += flowed - before;
    }

    @Override
    public void close() {
      files.close();
    }
  }

  @Test
  void asManyRequestsAreOnTheirWayAsWereAllowedAndNoMore() throws Exception {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(request -> sequence(request.key()) > 10, new Fault.Hang(-1));
    DataLake lake = lab.open(server.uri(), options -> options.concurrency(6));
    try (LedgerStream stream = lake.stream(HELD, CancelToken.NEVER)) {
      for (int i = 2; i <= 10; i++) {
        assertThat(stream.next()).isTrue();
      }
      await(() -> hanging(server) >= 5);
      assertThat(hanging(server)).isBetween(5L, 6L);
    }
  }

  @Test
  void withoutPrefetchingOneObjectIsAskedForAtATime() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri(), options -> options.prefetchBytes(0));
    assertThat(lake.covers(2, LakeLab.MINUTE, CancelToken.NEVER)).isTrue();
    server.requests().clear();
    try (LakeStream stream = stream(lake, CancelToken.NEVER)) {
      for (int read = 1; read <= 9; read++) {
        assertThat(stream.next()).isTrue();
        assertThat(server.requests().count("GET")).isEqualTo(read);
      }
    }
  }

  @Test
  void ledgersComeInOrderThoughTheirObjectsDoNot() {
    LakeServer server = lab.serve(files, Listing.OFF);
    for (long sequence = 2; sequence <= 61; sequence += 3) {
      server.faults().onGet(SHAPE.key(sequence), new Fault.Delay(Duration.ofMillis(30)));
    }
    assertThat(LakeLab.read(lab.open(server.uri()), 2, 61)).containsExactlyElementsOf(LEDGERS);
  }

  @Test
  void aRequestThatLagsBehindTheOthersIsSentAgain() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(SHAPE.key(9), new Fault.Hang(-1));
    DataLake lake = lab.open(server.uri(), options -> options.idleTimeout(Duration.ofMinutes(5)));
    long begun = System.nanoTime();
    assertThat(LakeLab.read(lake, 2, 61)).containsExactlyElementsOf(LEDGERS);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
    assertThat(server.requests().count("GET", SHAPE.key(9))).isEqualTo(2);
    assertThat(lab.time().pauses()).as("that is no repetition").isEmpty();
  }

  @Test
  void whatIsMissingIsAskedForSeveralAtATimeAndCanBeCancelled() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri(), options -> options.concurrency(6));
    assertThat(lake.covers(2, LakeLab.MINUTE, CancelToken.NEVER)).isTrue();
    server.faults().always(request -> sequence(request.key()) > 10, new Fault.Hang(-1));
    CancelSource cancel = new CancelSource();
    onOwnThread(
        () -> {
          await(() -> hanging(server) >= 6);
          cancel.cancel();
        });
    assertThatThrownBy(() -> lake.missing(HELD, LakeLab.MINUTE, cancel.token()))
        .isInstanceOf(Cancelled.class);
    assertThat(hanging(server)).isEqualTo(6);
  }

  @Test
  void whatIsMissingIsToldInTheTimeThereIsOrNotAtAll() {
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(2, LakeLab.MINUTE, CancelToken.NEVER)).isTrue();
    server.faults().always(SHAPE.key(30), new Fault.Hang(-1));
    assertThatThrownBy(() -> lake.missing(HELD, Duration.ofMillis(200), CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("no time is left");
    server.faults().clear();
    server.faults().always(SHAPE.key(30), Fault.status(401));
    assertThatThrownBy(() -> lake.missing(HELD, LakeLab.MINUTE, CancelToken.NEVER))
        .isInstanceOf(LakeForbidden.class)
        .hasMessageContaining(SHAPE.key(30));
  }

  @Test
  void aHangingStreamIsCancelledWithinASecond() throws Exception {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(SHAPE.key(5), new Fault.Hang(-1));
    CancelSource cancel = new CancelSource();
    DataLake lake = lab.open(server.uri(), options -> options.concurrency(1));
    CompletableFuture<Long> cancelledNanos = new CompletableFuture<>();
    onOwnThread(
        () -> {
          await(() -> server.requests().count("GET", SHAPE.key(5)) > 0);
          cancelledNanos.complete(System.nanoTime());
          cancel.cancel();
        });
    try (LakeStream stream = stream(lake, cancel.token())) {
      assertThatThrownBy(
              () -> {
                while (stream.next()) {
                  assertThat(stream.origin()).isNotBlank();
                }
              })
          .isInstanceOf(Cancelled.class);
      long took = System.nanoTime() - cancelledNanos.get(10, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(1));
      assertThat(stream.heldBytes()).as("all is let go").isZero();
    }
  }

  @Test
  void aStreamThatWaitsBeforeARepetitionIsCancelledToo() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(SHAPE.key(5), Fault.status(503));
    CancelSource cancel = new CancelSource();
    TimeSource cancelling =
        new TimeSource() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void pause(Duration howLong, CancelToken token) {
            cancel.cancel();
          }
        };
    // Long enough not to end before the pause begins, whatever fraction is drawn.
    LakeOptions options =
        LakeOptions.of(server.uri())
            .firstBackOff(Duration.ofHours(1))
            .longestBackOff(Duration.ofHours(1))
            .build();
    try (DataLake lake = DataLakes.open(options, cancelling);
        LedgerStream stream = lake.stream(HELD, cancel.token())) {
      assertThatThrownBy(
              () -> {
                while (stream.next()) {
                  assertThat(stream.origin()).isNotBlank();
                }
              })
          .isInstanceOf(Cancelled.class);
    }
    assertThat(server.requests().count("GET", SHAPE.key(5))).isEqualTo(1);
  }

  @Test
  void aQuestionThatHangsIsCancelled() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(LakeLab.MANIFEST, new Fault.Hang(-1));
    CancelSource cancel = new CancelSource();
    onOwnThread(
        () -> {
          await(() -> server.requests().count() > 0);
          cancel.cancel();
        });
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> lake.network(cancel.token())).isInstanceOf(Cancelled.class);
  }

  @Test
  void nothingIsLeftRunningBehindAClosedLake() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(request -> sequence(request.key()) > 20, new Fault.Hang(10));
    Set<Thread> before = clientThreads();
    leaveInTheMiddle(server, before);
    // Before JDK 21 the client's own thread ends only when the client is collected.
    await(
        () -> {
          System.gc();
          return before.containsAll(clientThreads());
        });
  }

  private void leaveInTheMiddle(LakeServer server, Set<Thread> before) {
    try (DataLake lake = DataLakes.open(LakeOptions.of(server.uri()).build(), lab.time());
        LakeStream stream = stream(lake, CancelToken.NEVER)) {
      for (int i = 2; i <= 20; i++) {
        assertThat(stream.next()).isTrue();
      }
      // Those of earlier tests' lakes may end at any time, so it is no matter of their number.
      assertThat(before.containsAll(clientThreads())).as("the lake has no thread").isFalse();
    }
  }

  @Test
  void closingAStreamDoesNotWaitForTheServer() {
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(request -> sequence(request.key()) > 20, new Fault.Hang(10));
    DataLake lake = lab.open(server.uri());
    long begun;
    try (LedgerStream stream = lake.stream(HELD, CancelToken.NEVER)) {
      assertThat(stream.next()).isTrue();
      begun = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    assertThat(LakeLab.read(lake, 2, 20)).as("the lake goes on").hasSize(19);
  }

  @Test
  void theMemoryOfAnObjectThatWasReadIsUsedForLaterOnes() throws IOException {
    long boundBytes = 600_000;
    for (long sequence = HELD.first(); sequence <= HELD.last(); sequence++) {
      writeNoise(sequence, new Random(sequence), 100_000);
    }
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri(), options -> options.prefetchBytes(boundBytes));
    assertThat(LakeLab.read(lake, 2, 61)).hasSize(60);
    assertThat(LakeLab.idleBytes(lake)).isBetween(1L, boundBytes);
    long before = LakeLab.idleBytes(lake);
    assertThat(LakeLab.read(lake, 2, 31)).hasSize(30);
    assertThat(LakeLab.idleBytes(lake)).isBetween(before, boundBytes);
  }

  @Test
  void whatIsStillReadForAClosedStreamDoesNotReachTheNextOne() throws IOException {
    writeNoise(new Random(78), 100_000);
    List<byte[]> whole = LakeLab.read(lab.open(files.toUri()), 2, 61);
    LakeOptions options = LakeOptions.of(files.toUri()).concurrency(8).build();
    try (DataLake lake = lab.over(new ScribblingTransport(SHAPE.key(9)), options)) {
      try (LakeStream left = stream(lake, CancelToken.NEVER)) {
        assertThat(left.next()).isTrue();
      }
      assertThat(LakeLab.idleBytes(lake)).as("what was let go is used again").isPositive();
      assertThat(LakeLab.read(lake, 2, 61)).containsExactlyElementsOf(whole);
    }
  }

  /** Not on the common pool: the JDK's client hands its answers over on that. */
  private static void onOwnThread(Runnable action) {
    Thread thread = new Thread(action, "canceller");
    thread.setDaemon(true);
    thread.start();
  }

  private static long hanging(LakeServer server) {
    return server.requests().count(request -> sequence(request.key()) > 10);
  }

  private static long sequence(String key) {
    Matcher name = OBJECT.matcher(key);
    return name.matches() ? Long.parseLong(name.group(1)) : 0;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // Closed by the caller.
  private static LakeStream stream(DataLake lake, CancelToken cancel) {
    return (LakeStream) lake.stream(HELD, cancel);
  }

  private static Set<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("permafrost-lake-")
                    || thread.getName().startsWith("HttpClient-"))
        .collect(Collectors.toSet());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("nothing happened for 30 seconds").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Objects of noise, which cannot be compressed; the size of the largest one, stored. */
  private long writeNoise(Random random, int largestBytes) throws IOException {
    long largest = 0;
    for (long sequence = HELD.first(); sequence <= HELD.last(); sequence++) {
      largest = Math.max(largest, writeNoise(sequence, random, 1 + random.nextInt(largestBytes)));
    }
    return largest;
  }

  private long writeNoise(long sequence, Random random, int bytes) throws IOException {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    byte[] frame = LakeLab.frame(LakeLab.batch(sequence, sequence, 1, List.of(noise)));
    Files.write(files.resolve(SHAPE.key(sequence)), frame);
    return frame.length;
  }
}
