package dev.permafrost.backend.stream;

import dev.permafrost.backend.transport.BufferPool;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.ResponseBuffer;
import dev.permafrost.backend.transport.ResponseHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has been kept of one object's body, over several attempts. A body that was cut is continued
 * where it broke off if its entity tag says of which bytes it was, and is begun again otherwise.
 * Not thread-safe.
 */
final class PartialBody {

  private final ByteGauge gauge;
  private final BufferPool buffers;
  private final List<ByteBuffer> parts = new ArrayList<>();
  private long bytes;
  private String tag = "";

  /**
   * Begins empty.
   *
   * @param gauge counts the bytes that are kept
   * @param buffers takes the parts back
   */
  PartialBody(ByteGauge gauge, BufferPool buffers) {
    this.gauge = gauge;
    this.buffers = buffers;
  }

  /** The parts; valid until {@link #drop}. */
  List<ByteBuffer> parts() {
    return parts;
  }

  /** How many bytes are kept. */
  long bytes() {
    return bytes;
  }

  /** The request for what is still missing: all of the object, or the rest of it. */
  Request missing(Request whole) {
    return bytes == 0 ? whole : whole.rest(bytes, tag);
  }

  /** Keeps what came of a body that is complete with it. */
  void keep(ResponseBuffer response) {
    bytes += response.bytes();
    parts.addAll(response.take());
  }

  /** Keeps what came of a body that was cut, if it can be continued from there. */
  void keepToContinue(ResponseBuffer response) {
    Optional<ResponseHead> head = response.head();
    if (head.isEmpty() || !head.get().hasBody()) {
      response.abandon();
      return;
    }
    boolean isRightPart = head.get().status() == 200 || head.get().firstByte() == bytes;
    if (head.get().hasStrongTag() && isRightPart) {
      keep(response);
      tag = head.get().tag();
    } else {
      response.abandon();
      drop();
    }
  }

  /** Lets go of the bytes, whose memory is used for others from now on. */
  void drop() {
    gauge.add(-bytes);
    parts.forEach(buffers::giveBack);
    parts.clear();
    bytes = 0;
    tag = "";
  }
}
