package dev.permafrost.backend.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * Reads a requested body: waits until the response buffer admits it, then reads all of it into the
 * buffer's arrays. Small pieces are passed on immediately, so that a slow server is not mistaken
 * for a silent one.
 *
 * <p>{@link #abort} may be called by another thread; it ends the waiting, not the reading.
 */
final class BodyReader {

  private final ResponseBuffer into;
  private final CountDownLatch isDecided = new CountDownLatch(1);
  private volatile boolean isAborted;

  BodyReader(ResponseBuffer into) {
    this.into = into;
  }

  /**
   * Passes on a head and the body that follows it.
   *
   * @return whether it was read to its end; if not, the rest is not needed
   * @throws IOException if the body ends too early or cannot be read, or was given up
   */
  boolean take(ResponseHead head, InputStream body) throws IOException {
    into.headArrived(head, isDecided::countDown);
    await();
    if (isAborted || !read(head.lengthBytes().orElse(Long.MAX_VALUE), body, into)) {
      return false;
    }
    into.completed();
    return true;
  }

  /** Ends the waiting. */
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

  /**
   * Reads an admitted body to its end.
   *
   * @param expectedBytes the expected size
   * @return whether the end was reached; if not, the rest is not needed
   */
  static boolean read(long expectedBytes, InputStream body, ResponseBuffer into)
      throws IOException {
    long left = expectedBytes;
    while (true) {
      byte[] part = into.newPart(left);
      try {
        for (int filled = 0; filled < part.length; ) {
          int count = body.read(part, filled, part.length - filled);
          if (count < 0) {
            return true;
          }
          filled += count;
          if (!into.partGrew(part, filled)) {
            return false;
          }
        }
      } finally {
        into.partEnded(part);
      }
      left -= part.length;
    }
  }
}
