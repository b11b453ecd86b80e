package dev.permafrost.backend;

import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.ResponseBuffer;
import dev.permafrost.backend.transport.ResponseHead;
import dev.permafrost.backend.transport.Transport;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers requests from objects that a caller holds, synchronously and without copying. It cannot
 * list.
 */
final class HeldTransport implements Transport {

  private final URI base;
  private final HeldObjects objects;

  HeldTransport(URI base, HeldObjects objects) {
    this.base = base;
    this.objects = objects;
  }

  @Override
  public void send(Request request, ResponseBuffer into) {
    Optional<ByteBuffer> object = objects.borrowed(base.relativize(request.uri()).toString());
    if (object.isEmpty()) {
      into.headArrived(ResponseHead.of(404, OptionalLong.empty()), () -> {});
      into.completed();
      return;
    }
    ByteBuffer bytes = object.get().asReadOnlyBuffer();
    ResponseHead head = ResponseHead.of(200, OptionalLong.of(bytes.remaining()));
    if (request.wantsBody()) {
      into.headArrived(
          head,
          () -> {
            if (into.bodyArrived(bytes)) {
              into.completed();
            }
          });
    } else {
      into.headArrived(head, () -> {});
      into.completed();
    }
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
