package dev.permafrost.ports.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An open file. Reads and writes are positional and thread-safe. */
public interface VfsFile extends AutoCloseable {

  /**
   * Reads until the buffer is full or the file ends, and moves the buffer's position.
   *
   * @return the number of bytes read; fewer than requested only at the end of the file
   */
  int readAt(ByteBuffer target, long offsetBytes) throws IOException;

  /**
   * Writes all bytes from position to limit, and extends the file if needed. The bytes are visible,
   * not durable.
   */
  void writeAt(ByteBuffer source, long offsetBytes) throws IOException;

  /**
   * Starts to write all bytes from position to limit, as {@link #writeAt} does, but may return
   * before they are written, and may bypass the operating system's cache. One write runs at a time:
   * this waits for the previous one, and throws its failure. Bytes of a running write may or may
   * not be visible, as a whole or in part. Its own failure may be thrown as late as by {@link
   * #awaitWrite}.
   *
   * @param lent must not be touched until {@link #awaitWrite}, or the next start, has returned
   */
  default void startWriteAt(ByteBuffer lent, long offsetBytes) throws IOException {
    writeAt(lent, offsetBytes);
  }

  /**
   * Waits until the started write is done, and throws its failure, unless one of these methods
   * threw it before. A failure may be thrown only once: after it the file does not hold what was
   * written, whatever a later call or {@link #sync} says, and can only be removed.
   */
  default void awaitWrite() throws IOException {}

  /** The size in bytes. */
  long sizeBytes() throws IOException;

  /**
   * May start to make the bytes written so far durable, without waiting for it, so that a later
   * {@link #sync} has less to do. Guarantees nothing and throws nothing: a failure here makes that
   * sync fail.
   */
  default void startSync() {}

  /**
   * Makes the file's data and size durable, but not its directory entry. A failure is final: the
   * data may be lost even if a second call succeeds, so it must not be repeated.
   */
  void sync() throws IOException;

  /**
   * Locks the file against other processes, without waiting; empty if another process holds the
   * lock. Closing any descriptor of this process on the file releases the lock.
   *
   * @param shared whether other shared locks are allowed at the same time
   */
  Optional<VfsLock> tryLock(boolean shared) throws IOException;

  /** Closes the file; syncs nothing; closing twice has no effect. */
  @Override
  void close() throws IOException;

  /** A lock that can be released. */
  interface VfsLock extends AutoCloseable {
    /** Releases it. */
    @Override
    void close() throws IOException;
  }
}
