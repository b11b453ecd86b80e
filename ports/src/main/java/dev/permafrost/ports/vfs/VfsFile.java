package dev.permafrost.ports.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An open file. Reads and writes are positional and safe for several threads. */
public interface VfsFile extends AutoCloseable {

  /**
   * Reads until the buffer is full or the file ends, moving the buffer's position.
   *
   * @return the number of bytes read, 0 or more; fewer than asked only at the end of the file
   */
  int readAt(ByteBuffer target, long offsetBytes) throws IOException;

  /** Writes all from position to limit, growing the file where needed; visible, not durable. */
  void writeAt(ByteBuffer source, long offsetBytes) throws IOException;

  /**
   * Begins to write all from position to limit, as {@link #writeAt} does, perhaps without waiting
   * for it, and perhaps past the operating system's cache. One write is under way at a time: what
   * was begun before is waited for first, and its failure thrown. What is under way may or may not
   * be seen, as a whole or in part. A failure of its own may be thrown as late as by {@link
   * #awaitWrite}.
   *
   * @param lent not to be touched until {@link #awaitWrite}, or the next beginning, came back
   */
  default void startWriteAt(ByteBuffer lent, long offsetBytes) throws IOException {
    writeAt(lent, offsetBytes);
  }

  /**
   * Waits until what was begun is written, and throws the failure of what was not, if none of these
   * methods threw it before. It may be thrown only once: after that the file does not hold what was
   * written to it, whatever a later call or {@link #sync} says, and can only be removed.
   */
  default void awaitWrite() throws IOException {}

  /** The size in bytes. */
  long sizeBytes() throws IOException;

  /**
   * May begin to make durable what was written until now, without waiting for it, so that a later
   * {@link #sync} has less left to do. Promises nothing and throws nothing: what fails here fails
   * that sync.
   */
  default void startSync() {}

  /**
   * Makes the file's data and size durable, not its directory entry. A failure is final: what it
   * covered may be lost although a second call succeeds, so there must be none.
   */
  void sync() throws IOException;

  /**
   * Locks the file against other processes, without waiting; empty if somebody else holds it. The
   * lock is gone when any descriptor of this process on the file is closed.
   *
   * @param shared beside other shared locks, or alone
   */
  Optional<VfsLock> tryLock(boolean shared) throws IOException;

  /** Closes the file; syncs nothing; closing twice is harmless. */
  @Override
  void close() throws IOException;

  /** A lock that can be released. */
  interface VfsLock extends AutoCloseable {
    /** Releases it. */
    @Override
    void close() throws IOException;
  }
}
