package dev.permafrost.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/**
 * Takes a wanted body in: waits until the arrival admits it, then reads all of it, into arrays that
 * the arrival keeps. What comes in small pieces is handed over piece by piece, so that a slow
 * server is not taken for a silent one.
 *
 * <p>{@link #abort} may be called by another thread; it ends the waiting, not the reading.
 */
final class BodyIntake {

  /** Whatever a server says of a length, so much memory is taken at a time. */
  private static final int PART_BYTES = 128 << 10;

  private final Arrival into;
  private final CountDownLatch isDecided = new CountDownLatch(1);
  private volatile boolean isAborted;

  BodyIntake(Arrival into) {
    this.into = into;
  }

  /**
   * Hands over a head and the body that follows it.
   *
   * @return whether it was read to its end; if not, no more of it is wanted
   * @throws IOException if the body ends too early or cannot be read, or was given up
   */
  boolean take(AnswerHead head, InputStream body) throws IOException {
    into.headArrived(head, isDecided::countDown);
    await();
    if (isAborted || !read(head.lengthBytes().orElse(Long.MAX_VALUE), body)) {
      return false;
    }
    into.completed();
    return true;
  }

  /** Lets it wait no longer. */
  void abort() {
    isAborted = true;
    isDecided.countDown();
  }

  private void await() throws IOException {
    try {
      isDecided.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body waits to be admitted");
    }
  }

  private boolean read(long expectedBytes, InputStream body) throws IOException {
    long left = expectedBytes;
    while (true) {
      // Where the stated length has come, there is only the end left to be seen.
      byte[] part = new byte[(int) Math.max(1, Math.min(left, PART_BYTES))];
      for (int length = 0; length < part.length; ) {
        int count = body.read(part, length, part.length - length);
        if (count < 0) {
          return true;
        }
        if (!into.bodyArrived(ByteBuffer.wrap(part, length, count))) {
          return false;
        }
        length += count;
      }
      left -= part.length;
    }
  }
}
