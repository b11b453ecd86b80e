package dev.permafrost.backend.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * Reads a wanted body: waits until the response buffer admits it, then reads all of it into the
 * buffer's arrays. What comes in small pieces is handed over piece by piece, so that a slow server
 * is not taken for a silent one.
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
   * Hands over a head and the body that follows it.
   *
   * @return whether it was read to its end; if not, no more of it is wanted
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

  /**
   * Reads a body that is admitted to its end.
   *
   * @param expectedBytes how many there should be
   * @return whether that was reached; if not, no more of it is wanted
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
