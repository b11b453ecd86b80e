package dev.permafrost.forge.serve;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves a directory over HTTP on the loopback interface, as a data lake: GET and HEAD, one range,
 * entity tags, and a listing of keys if wanted. What it is told to do badly, a {@link FaultScript}
 * says; what it was asked, a {@link RequestLog} remembers.
 *
 * <p>Safe for several threads. It reads the files at each request, so that a test may change them
 * under it. The caller that starts it must close it; closing ends every request, the hanging ones
 * too.
 */
public final class LakeServer implements AutoCloseable {

  static {
    // Without this the JDK's server writes head and body as two small segments, and each answer on
    // a kept connection waits some 40 ms for the delayed acknowledgement of the first.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closing;
  private final FaultScript<LakeRequest, Fault> faults;
  private final RequestLog requests;

  private LakeServer(
      HttpServer server,
      ExecutorService threads,
      CountDownLatch closing,
      FaultScript<LakeRequest, Fault> faults,
      RequestLog requests) {
    this.server = server;
    this.threads = threads;
    this.closing = closing;
    this.faults = faults;
    this.requests = requests;
  }

  /** Prepares a server of a directory; {@link Builder#start} starts it. */
  public static Builder of(Path directory) {
    return new Builder(directory);
  }

  /** The address of the served directory; ends in a slash. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort() + "/");
  }

  /** The address of something below the served directory. */
  public URI uri(String path) {
    return uri().resolve(path);
  }

  /** What is answered badly. */
  public FaultScript<LakeRequest, Fault> faults() {
    return faults;
  }

  /** What was asked so far. */
  public RequestLog requests() {
    return requests;
  }

  /** Stops the server; closing twice is harmless. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdown();
  }

  /** The settings of a server that is not started yet. */
  public static final class Builder {

    private final Path directory;
    private int port;
    private Listing listing = Listing.OFF;
    private int pageKeys = 1000;
    private int missingStatus = 404;
    private Optional<SignatureGate> gate = Optional.empty();

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** The port; 0, the default, takes any free one. */
    @CanIgnoreReturnValue
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** What is answered to a request for a listing; {@link Listing#OFF} by default. */
    @CanIgnoreReturnValue
    public Builder listing(Listing listing) {
      this.listing = listing;
      return this;
    }

    /** How many keys a page of a listing has at most, 1 to 1000; 1000 by default. */
    @CanIgnoreReturnValue
    public Builder pageKeys(int pageKeys) {
      if (pageKeys < 1 || pageKeys > 1000) {
        throw new IllegalArgumentException("a page has 1 to 1000 keys, not " + pageKeys);
      }
      this.pageKeys = pageKeys;
      return this;
    }

    /** The status for what is not there: 404, or 403 as S3 says to who may not list. */
    @CanIgnoreReturnValue
    public Builder missingStatus(int missingStatus) {
      this.missingStatus = missingStatus;
      return this;
    }

    /** Lets only those requests pass that a gate does; all pass by default. */
    @CanIgnoreReturnValue
    public Builder gate(SignatureGate gate) {
      this.gate = Optional.of(gate);
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException if the port is taken
     */
    @MustBeClosed
    public LakeServer start() throws IOException {
      FaultScript<LakeRequest, Fault> faults = new FaultScript<>();
      RequestLog requests = new RequestLog();
      CountDownLatch closing = new CountDownLatch(1);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
      ServedDirectory served =
          new ServedDirectory(
              directory, listing, new ObjectListing(directory, pageKeys), missingStatus);
      server.createContext("/", new LakeHandler(served, gate, faults, requests, closing));
      ExecutorService threads = Executors.newCachedThreadPool(Builder::thread);
      server.setExecutor(threads);
      server.start();
      return new LakeServer(server, threads, closing, faults, requests);
    }

    private static final AtomicLong THREADS = new AtomicLong();

    private static Thread thread(Runnable work) {
      Thread thread = new Thread(work, "lake-server-" + THREADS.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
