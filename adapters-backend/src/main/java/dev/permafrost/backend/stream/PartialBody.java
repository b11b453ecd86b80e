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
 * The kept part of an object's body, over several attempts. An interrupted body is continued if its
 * entity tag identifies the same bytes, and otherwise started again. Not thread-safe.
 */
final class PartialBody {

  private final ByteGauge gauge;
  private final BufferPool buffers;
  private final List<ByteBuffer> parts = new ArrayList<>();
  private long bytes;
  private String tag = "";

  /**
   * Creates an empty body.
   *
   * @param gauge counts the kept bytes
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

  /** The request for the missing part: all of the object, or the rest of it. */
  Request missing(Request whole) {
    return bytes == 0 ? whole : whole.rest(bytes, tag);
  }

  /** Keeps the received bytes, which complete the body. */
  void keep(ResponseBuffer response) {
    bytes += response.bytes();
    parts.addAll(response.take());
  }

  /** Keeps the received bytes of an interrupted body, if it can be continued from there. */
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

  /** Releases the bytes; their memory is reused. */
  void drop() {
    gauge.add(-bytes);
    parts.forEach(buffers::giveBack);
    parts.clear();
    bytes = 0;
    tag = "";
  }
}
