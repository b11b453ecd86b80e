package dev.permafrost.testkit.machine;

import java.nio.ByteBuffer;

/**
 * A write that was begun and not waited for: rule {@link MachineRule#A_BEGUN_WRITE_IS_DONE_LATER}.
 * It reads the buffer that was lent to it when it is written, and not before.
 */
final class BegunWrite {

  private final ByteBuffer lent;
  private final int end;
  private int next;
  private long offsetBytes;

  BegunWrite(ByteBuffer lent, long offsetBytes) {
    this.lent = lent;
    this.next = lent.position();
    this.end = lent.limit();
    this.offsetBytes = offsetBytes;
  }

  /** How many bytes are left to write. */
  int leftBytes() {
    return end - next;
  }

  /** Where the next byte goes. */
  long offsetBytes() {
    return offsetBytes;
  }

  /** The next bytes, as the buffer holds them now. */
  ByteBuffer next(int bytes) {
    return lent.duplicate().clear().position(next).limit(next + bytes).slice();
  }

  /** The next bytes were written. */
  void wrote(int bytes) {
    next += bytes;
    offsetBytes += bytes;
  }

  /** What a power cut may find written, all or a part of it. */
  PendingWrite asItIsNow() {
    byte[] bytes = new byte[leftBytes()];
    next(bytes.length).get(bytes);
    return new PendingWrite(Math.toIntExact(offsetBytes), bytes);
  }

  /** Moves the lent buffer's position, as a write does that was waited for. */
  void giveBack() {
    lent.position(end);
  }
}
