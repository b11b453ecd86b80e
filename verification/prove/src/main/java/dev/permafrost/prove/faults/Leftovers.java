package dev.permafrost.prove.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a process has that it did not have before, behind thousands of faults: threads, direct
 * buffers that are still held, files in the temporary directory.
 */
final class Leftovers {

  /** Of what is made in the temporary directory, by this process and nobody else. */
  static final String PREFIX = "permafrost-faults-" + ProcessHandle.current().pid() + "-";

  /** The pools of a few workers are kept for their next use; thousands of runs are far above it. */
  private static final long BUFFER_SLACK_BYTES = 64L << 20;

  private static final long MOST_WAIT_MILLIS = 5000;

  private static final String OF_THE_JVM = "process reaper";

  private final Set<Long> threads = new HashSet<>();
  private final long bufferBytes;

  private Leftovers() {
    liveThreads().forEach(thread -> threads.add(thread.getId()));
    bufferBytes = bufferBytes();
  }

  /** Remembers what there is now. */
  static Leftovers before() {
    return new Leftovers();
  }

  /** What there is now beyond it, a line each. */
  List<String> now() {
    List<String> left = new ArrayList<>();
    for (Thread thread : liveThreads()) {
      if (!threads.contains(thread.getId()) && !thread.getName().startsWith(OF_THE_JVM)) {
        left.add("the thread " + thread.getName());
      }
    }
    long more = bufferBytes() - bufferBytes;
    if (more > BUFFER_SLACK_BYTES) {
      left.add(more + " bytes of direct buffers");
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      entries.forEach(entry -> left.add("the directory " + entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }

  private static Set<Thread> liveThreads() {
    return Thread.getAllStackTraces().keySet();
  }

  /**
   * What is held after what nobody holds was collected: a collection only hands buffers over to be
   * freed, so it is asked for again until no more are.
   */
  private static long bufferBytes() {
    long before = Long.MAX_VALUE;
    long now = bufferBytesAfterCollection();
    while (now < before) {
      before = now;
      now = bufferBytesAfterCollection();
    }
    return now;
  }

  private static long bufferBytesAfterCollection() {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    PhantomReference<Object> canary = new PhantomReference<>(new Object(), collected);
    System.gc();
    try {
      // What was found with it has been handed over by then.
      collected.remove(MOST_WAIT_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a proof", e);
    }
    canary.clear();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
