package dev.permafrost.forge.lake;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the objects of one lake: gathers ledgers into batches on the caller's thread, compresses
 * and writes each batch on a worker's.
 *
 * <p>The first failure wins and is thrown by the next {@link #append} or by {@link #finish}.
 */
final class LakeWriter implements AutoCloseable {

  private static final int BATCHES_A_WORKER = 2;

  private final Path root;
  private final LakeShape shape;
  private final ExecutorService threads;
  private final int permits;
  private final Semaphore room;
  private final ConcurrentLinkedQueue<BatchFrame> idleFrames = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();
  private long rawBytes;
  private long batchFirst;
  private List<ByteBuffer> batch = new ArrayList<>();

  private LakeWriter(Path root, LakeShape shape, int workers) {
    this.root = root;
    this.shape = shape;
    this.permits = workers * BATCHES_A_WORKER;
    this.room = new Semaphore(permits);
    this.threads =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "lake-forge");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Makes the root, which must be absent or empty, and the manifest in it. */
  @MustBeClosed
  static LakeWriter create(Path root, LakeShape shape, int workers) {
    BatchFrame.requireLibrary();
    try {
      if (Files.exists(root)) {
        if (!Files.isDirectory(root) || !isEmpty(root)) {
          throw new DirectoryNotEmpty(root);
        }
      }
      Files.createDirectories(root);
      Files.write(root.resolve(LakeShape.MANIFEST_KEY), shape.manifest());
    } catch (IOException e) {
      throw SystemErrors.translate(e, "make a lake in", root.toString(), SystemState.of(root));
    }
    return new LakeWriter(root, shape, workers);
  }

  /** Adds the next ledger; the buffer is kept until its object is written. */
  void append(long sequence, ByteBuffer raw) {
    if (batch.isEmpty()) {
      batchFirst = sequence;
    }
    batch.add(raw);
    rawBytes += raw.remaining();
    if (shape.objectRange(sequence).last() == sequence) {
      List<ByteBuffer> full = batch;
      batch = new ArrayList<>();
      submit(batchFirst, full);
    }
  }

  /** Waits until everything is written. */
  void finish() {
    if (!batch.isEmpty()) {
      throw new IllegalStateException("the object from ledger " + batchFirst + " is not whole");
    }
    room.acquireUninterruptibly(permits);
    room.release(permits);
    throwFailure();
  }

  long objects() {
    return objects.get();
  }

  long rawBytes() {
    return rawBytes;
  }

  long storedBytes() {
    return storedBytes.get();
  }

  /** Waits for what the workers do at this moment, and frees what they kept. */
  @Override
  public void close() {
    threads.shutdown();
    room.acquireUninterruptibly(permits);
    room.release(permits);
    for (BatchFrame frame = idleFrames.poll(); frame != null; frame = idleFrames.poll()) {
      frame.close();
    }
  }

  private void submit(long first, List<ByteBuffer> ledgers) {
    room.acquireUninterruptibly();
    boolean submitted = false;
    try {
      throwFailure();
      threads.execute(
          () -> {
            try {
              writeObject(first, ledgers);
            } catch (RuntimeException e) {
              failure.compareAndSet(null, e);
            } finally {
              room.release();
            }
          });
      submitted = true;
    } finally {
      if (!submitted) {
        room.release();
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // Idle frames are closed with the writer.
  private void writeObject(long first, List<ByteBuffer> ledgers) {
    if (failure.get() != null) {
      return;
    }
    BatchFrame idle = idleFrames.poll();
    BatchFrame frame = idle != null ? idle : BatchFrame.open();
    Path path = root.resolve(shape.key(first));
    try {
      ByteBuffer bytes = frame.compress(first, ledgers);
      storedBytes.addAndGet(bytes.remaining());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      objects.incrementAndGet();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString(), SystemState.of(path));
    } finally {
      idleFrames.add(frame);
    }
  }

  private void throwFailure() {
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
