package dev.permafrost.backend;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Lets a body go by that nobody wants, so that its connection can be used again; a long one is cut
 * off instead.
 */
final class BodyDrain implements BodySubscriber<@Nullable Void> {

  private static final long MOST_BYTES = 64 << 10;

  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final Arrival into;
  private Flow.@Nullable Subscription subscription;
  private long bytes;

  BodyDrain(Arrival into) {
    this.into = into;
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    into.onAbort(() -> stop(given));
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      bytes += part.remaining();
    }
    if (bytes > MOST_BYTES && subscription != null) {
      stop(subscription);
    }
  }

  private void stop(Flow.Subscription given) {
    given.cancel();
    done.complete(null);
  }

  @Override
  public void onError(Throwable failure) {
    done.complete(null);
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }
}
