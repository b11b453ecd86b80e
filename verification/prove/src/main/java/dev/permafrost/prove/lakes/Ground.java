package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.FaultScript;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.testkit.server.TestCertificate;
import dev.permafrost.threads.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where one scenario takes place: a server, a part of it that is the scenario's own, a proxy. */
final class Ground implements AutoCloseable {

  static final String NETWORK = "Proving Network ; of a scenario";
  static final Duration MINUTE = Duration.ofMinutes(1);

  static final LedgerForge FORGE = LedgerForge.small(11);

  private final WebServer server;
  private final Certificates certificates;
  private final String place;
  private final Deque<Runnable> closings = new ArrayDeque<>();
  private @Nullable FaultProxy proxy;

  /**
   * Makes one.
   *
   * @param place the folder below the server's root that nobody else uses, without slashes
   */
  Ground(WebServer server, Certificates certificates, String place) {
    this.server = server;
    this.certificates = certificates;
    this.place = place;
  }

  WebServer server() {
    return server;
  }

  /** What the server can. */
  WebServer.Abilities abilities() {
    return server.abilities();
  }

  /** A shape of the usual extension. */
  static LakeShape shape(int ledgersPerBatch, int batchesPerPartition) {
    return new LakeShape(NETWORK, ledgersPerBatch, batchesPerPartition, "zst");
  }

  /** The scenario's lake: one ledger an object, these ledgers. */
  LakeSite lake(long first, long last) throws IOException {
    return lake("lake/", shape(1, 64_000), first, last);
  }

  /** A lake below the scenario's folder. */
  LakeSite lake(String prefix, LakeShape shape, long first, long last) throws IOException {
    String whole = place + "/" + prefix;
    List<byte[]> raw = forge(server.files().resolve(whole), shape, first, last);
    server.takeIn(whole);
    return new LakeSite(server, whole, shape, shape.objectRange(first).first(), raw);
  }

  /** A lake at the server's root, beside the folders of all scenarios. */
  LakeSite lakeAtTheRoot(LakeShape shape, long first, long last) throws IOException {
    Path made = server.files().resolveSibling("made-" + place);
    List<byte[]> raw = forge(made, shape, first, last);
    try (Stream<Path> entries = Files.list(made)) {
      for (Path entry : entries.toList()) {
        Path name = made.relativize(entry);
        Files.move(entry, server.files().resolve(name));
        server.takeIn(name.toString());
      }
    }
    return new LakeSite(server, "", shape, shape.objectRange(first).first(), raw);
  }

  private static List<byte[]> forge(Path directory, LakeShape shape, long first, long last) {
    LedgerRange whole = shape.wholeObjects(new LedgerRange(first, last));
    List<byte[]> raw = FORGE.ledgers(whole).stream().map(ForgedLedger::toBytes).toList();
    LakeForge.into(directory, shape).write(raw);
    return raw;
  }

  /**
   * What names a lake on a command line: where requests are signed, the bucket and its endpoint.
   */
  URI named(URI address) {
    return server.signer().isPresent() ? Signing.named(address) : address;
  }

  /** Opens a lake at the server itself. */
  DataLake direct(LakeSite site) {
    return open(server.root().resolve(site.prefix()), options -> {});
  }

  /** Opens a lake behind the proxy. */
  DataLake troubled(LakeSite site) {
    return troubled(site, options -> {});
  }

  /** Opens a lake behind the proxy. */
  DataLake troubled(LakeSite site, Consumer<LakeOptions.Builder> more) {
    return open(behindProxy(site), more);
  }

  /** Reading ledgers 2 to 20 behind the proxy fails with exactly this failure. */
  @CanIgnoreReturnValue
  <T extends StorageFailure> T fails(Class<T> kind, LakeSite site, String... parts) {
    return Expect.failure(kind, () -> Expect.stream(troubled(site), site, 2, 20), parts);
  }

  /** How often the object of a ledger was asked for. */
  int asked(LakeSite site, long sequence) {
    return proxy().seen("GET", site.key(sequence)).size();
  }

  /** A lake's address behind the proxy. */
  URI behindProxy(LakeSite site) {
    return proxy().address(site.path());
  }

  /**
   * Opens a lake until the scenario is over, patient by milliseconds. No more requests are on their
   * way than the shortest queue of these servers has room for, so that none is lost and sent again,
   * and the proxy can count them.
   */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the ground.
  DataLake open(URI address, Consumer<LakeOptions.Builder> more) {
    LakeOptions.Builder options =
        LakeOptions.of(address)
            .firstBackOff(Duration.ofMillis(5))
            .longestBackOff(Duration.ofSeconds(3))
            .concurrency(4);
    server.certificate().map(TestCertificate::certificateFile).ifPresent(options::alsoTrusting);
    options.access(access());
    more.accept(options);
    DataLake lake = DataLakes.open(options.build(), new SystemTime());
    closings.push(lake::close);
    return lake;
  }

  /** What is shown to the server. */
  LakeAccess access() {
    return server.signer().map(LakeAccess.none()::signedBy).orElse(LakeAccess.none());
  }

  /** The proxy in front of the server, started when it is first asked for. */
  FaultProxy proxy() {
    FaultProxy running = proxy;
    if (running == null) {
      running = start(server.certificate());
      proxy = running;
    }
    return running;
  }

  /** What the proxy does to requests. */
  FaultScript<FaultProxy.Seen, Trouble> script() {
    return proxy().script();
  }

  /** Another proxy, that shows a certificate or none. */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the ground.
  FaultProxy start(Optional<TestCertificate> shown) {
    try {
      FaultProxy started = FaultProxy.start(server.root(), server.certificate(), shown);
      closings.push(started::close);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server again, which was stopped, while the scenario goes on. */
  void startServerMeanwhile() {
    CompletableFuture<Void> starting =
        CompletableFuture.runAsync(
            () -> {
              try {
                server.startAgain();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            work -> new Thread(work, "starts-a-server").start());
    closings.push(starting::join);
  }

  /** A certificate that no client trusts unless it is told to. */
  TestCertificate stranger() {
    return certificates.stranger();
  }

  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }
}
