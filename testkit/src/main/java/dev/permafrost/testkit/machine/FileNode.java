package dev.permafrost.testkit.machine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A file of the simulated disk: what processes see, what is durable, and the writes between the
 * two, those that are under way included. Its arrays are never changed, only replaced, so that
 * copies of a disk can share them; it is meant for small files.
 */
final class FileNode extends Node {

  private static final byte[] NOTHING = new byte[0];

  private final Map<Object, Boolean> sharedByProcess = new HashMap<>();
  private byte[] visible;
  private byte[] durable;
  private List<PendingWrite> pending;
  private final Map<Object, Supplier<PendingWrite>> begun = new LinkedHashMap<>();
  private long syncFailures;
  private int openings;

  FileNode(long device, long number, boolean keepsAll) {
    this(device, number, keepsAll, NOTHING, NOTHING, List.of());
  }

  private FileNode(
      long device,
      long number,
      boolean keepsAll,
      byte[] visible,
      byte[] durable,
      List<PendingWrite> pending) {
    super(device, number, keepsAll);
    this.visible = visible;
    this.durable = durable;
    this.pending = pending;
  }

  /** A durable file. */
  static FileNode holding(long device, long number, byte[] content) {
    return new FileNode(device, number, false, content, content, List.of());
  }

  /**
   * The same file, durable or not, that nobody has open.
   *
   * @param underWay whether the writes that are under way may still reach the disk
   */
  FileNode copy(boolean underWay) {
    FileNode copy = new FileNode(device(), number(), keepsAll(), visible, durable, pending);
    if (underWay) {
      for (PendingWrite write : begun()) {
        copy.begin(new Object(), () -> write);
      }
    }
    return copy;
  }

  byte[] visible() {
    return visible;
  }

  byte[] durable() {
    return durable;
  }

  /** What was written and not synced, and behind it what was begun to be written. */
  List<PendingWrite> unsynced() {
    List<PendingWrite> all = new ArrayList<>(pending);
    all.addAll(begun());
    return all;
  }

  private List<PendingWrite> begun() {
    return begun.values().stream().map(Supplier::get).toList();
  }

  /**
   * A write is under way.
   *
   * @param writer whose it is; each has one at a time
   * @param write tells what of it is not written yet
   */
  void begin(Object writer, Supplier<PendingWrite> write) {
    begun.put(writer, write);
  }

  /** It is not any more. */
  void end(Object writer) {
    begun.remove(writer);
  }

  /** Reads from one of its contents. */
  static int read(byte[] content, ByteBuffer target, long offsetBytes) {
    if (offsetBytes >= content.length) {
      return 0;
    }
    int length = (int) Math.min(target.remaining(), content.length - offsetBytes);
    target.put(content, (int) offsetBytes, length);
    return length;
  }

  void write(ByteBuffer source, long offsetBytes) {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    PendingWrite write = new PendingWrite(Math.toIntExact(offsetBytes), bytes);
    visible = write.on(visible);
    if (keepsAll()) {
      durable = visible;
      return;
    }
    List<PendingWrite> longer = new ArrayList<>(pending);
    longer.add(write);
    pending = List.copyOf(longer);
  }

  /** Rule {@link MachineRule#SYNCED_DATA_SURVIVES}. */
  void sync() {
    for (PendingWrite write : pending) {
      durable = write.on(durable);
    }
    pending = List.of();
  }

  /** Rule {@link MachineRule#A_FAILED_SYNC_DROPS_WHAT_IT_COVERED}. */
  void failSync() {
    pending = List.of();
  }

  /** How many syncs of it failed that not every descriptor may have been told of. */
  long syncFailures() {
    return syncFailures;
  }

  void countSyncFailure() {
    syncFailures++;
  }

  /** Whether nothing that is seen can be lost, and nothing more can appear. */
  boolean isDurable() {
    return pending.isEmpty() && begun.isEmpty() && Arrays.equals(visible, durable);
  }

  /** Whether the lock was got; nobody has two, not even one process on two openings. */
  boolean lock(Object process, boolean shared) {
    boolean free =
        shared
            ? !sharedByProcess.containsKey(process) && !sharedByProcess.containsValue(false)
            : sharedByProcess.isEmpty();
    if (free) {
      sharedByProcess.put(process, shared);
    }
    return free;
  }

  void opened() {
    openings++;
  }

  boolean isOpen() {
    return openings > 0;
  }

  /** Takes back one opening and every lock of that process, as POSIX does. */
  void closed(Object process) {
    openings--;
    unlock(process);
  }

  void unlock(Object process) {
    sharedByProcess.remove(process);
  }
}
