package dev.permafrost.testkit.machine;

import java.util.Arrays;

/**
 * One write that was not synced.
 *
 * @param offsetBytes where it begins
 * @param bytes what it writes; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingWrite(int offsetBytes, byte[] bytes) {

  int endBytes() {
    return offsetBytes + bytes.length;
  }

  /** A file's content with this write in it. */
  byte[] on(byte[] content) {
    byte[] changed = Arrays.copyOf(content, Math.max(content.length, endBytes()));
    System.arraycopy(bytes, 0, changed, offsetBytes, bytes.length);
    return changed;
  }
}
