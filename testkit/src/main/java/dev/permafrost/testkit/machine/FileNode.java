package dev.permafrost.testkit.machine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of the simulated disk: what processes see, what is durable, and the writes between the
 * two. Its arrays are never changed, only replaced, so that copies of a disk can share them; it is
 * meant for small files.
 */
final class FileNode extends Node {

  private static final byte[] NOTHING = new byte[0];

  private final Map<Object, Boolean> sharedByProcess = new HashMap<>();
  private byte[] visible;
  private byte[] durable;
  private List<PendingWrite> pending;
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

  /** The same file, durable or not, that nobody has open. */
  FileNode copy() {
    return new FileNode(device(), number(), keepsAll(), visible, durable, pending);
  }

  byte[] visible() {
    return visible;
  }

  byte[] durable() {
    return durable;
  }

  List<PendingWrite> pending() {
    return pending;
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

  /** Whether nothing that is seen can be lost. */
  boolean isDurable() {
    return pending.isEmpty() && Arrays.equals(visible, durable);
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
