package dev.permafrost.backend;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes a wanted body in: asks for nothing until the arrival admits it, then for all. The client
 * does not use the buffers again, so they are kept as they come.
 */
final class BodyIntake implements BodySubscriber<@Nullable Void> {

  private final AnswerHead head;
  private final Arrival into;
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

  BodyIntake(AnswerHead head, Arrival into) {
    this.head = head;
    this.into = into;
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.set(given);
    into.onAbort(given::cancel);
    into.headArrived(head, () -> given.request(Long.MAX_VALUE));
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (part.hasRemaining() && !into.bodyArrived(part)) {
        cancel();
        return;
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    into.failed(failure);
  }

  @Override
  public void onComplete() {
    into.completed();
  }

  private void cancel() {
    Flow.Subscription given = subscription.get();
    if (given != null) {
      given.cancel();
    }
  }
}
