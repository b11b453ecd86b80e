package dev.permafrost.backend.lake;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.access.Locations;
import dev.permafrost.backend.transport.ConcurrencyLimiter;
import dev.permafrost.backend.transport.FileTransport;
import dev.permafrost.backend.transport.HttpTransport;
import dev.permafrost.backend.transport.RequestLog;
import dev.permafrost.backend.transport.RequestRunner;
import dev.permafrost.backend.transport.RetryPolicy;
import dev.permafrost.backend.transport.Transport;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One address of a lake, with its transport, its manifest and the names of its objects.
 *
 * <p>Thread-safe. The caller that opens it must close it.
 */
public final class Mirror implements AutoCloseable {

  private final Transport transport;
  private final LakeStore store;
  private final LakeMetadata metadata;
  private final KeyListing listing;
  private final ConcurrencyLimiter limiter;
  private final StorageEvents events;
  private final RequestLog requests;
  private final AtomicBoolean isTold = new AtomicBoolean();

  private Mirror(
      Transport transport, LakeOptions options, RetryPolicy policy, StorageEvents events) {
    this.requests = new RequestLog(Locations.withoutSecrets(options.base()), events);
    RequestRunner runner = new RequestRunner(transport, options, policy, requests);
    this.transport = transport;
    this.store = new LakeStore(options.base(), runner);
    this.metadata = new LakeMetadata(store, options);
    this.listing =
        isDirectory(options)
            ? new DirectoryListing(Path.of(options.base()))
            : new BucketListing(store, runner);
    this.limiter = new ConcurrencyLimiter(options.concurrency());
    this.events = events;
  }

  /** Opens a mirror; sends no request. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The mirror closes its transport.
  public static Mirror open(LakeOptions options, RetryPolicy policy, StorageEvents events) {
    Transport transport = isDirectory(options) ? new FileTransport() : HttpTransport.open(options);
    return over(transport, options, policy, events);
  }

  /** Opens a mirror over a given transport, which it owns from then on. */
  @MustBeClosed
  public static Mirror over(
      Transport transport, LakeOptions options, RetryPolicy policy, StorageEvents events) {
    return new Mirror(transport, options, policy, events);
  }

  private static boolean isDirectory(LakeOptions options) {
    return options.base().getScheme().equals("file");
  }

  /** Its address, without secrets. */
  public String location() {
    return Locations.withoutSecrets(store.base());
  }

  public Transport transport() {
    return transport;
  }

  public LakeStore store() {
    return store;
  }

  public LakeMetadata metadata() {
    return metadata;
  }

  /** Reports the requests to it. */
  public RequestLog requests() {
    return requests;
  }

  public ConcurrencyLimiter limiter() {
    return limiter;
  }

  /** Its extent. */
  public LakeExtent extent(LakeObjects objects) {
    return new LakeExtent(store, objects, listing);
  }

  /**
   * Reports once that other mirrors answer in its place, and why.
   *
   * @param reason without secrets
   */
  public void reportOnce(String reason) {
    if (isTold.compareAndSet(false, true)) {
      events.remarked(
          new Remark(
              Remark.Level.WARNING,
              Optional.empty(),
              "mirror "
                  + location()
                  + ": "
                  + reason
                  + "; another mirror takes its place (reported once for each)"));
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
