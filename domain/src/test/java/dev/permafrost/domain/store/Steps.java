package dev.permafrost.domain.store;

import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees every step of a machine in one order, of its file system and of its fakes, and makes one of
 * them fail, or that one and all later ones.
 */
public final class Steps implements Faults, MemoryVfs.Hook {

  /** What ends a process at a step: no code of the process does anything about it. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String step) {
      super("died before: " + step, null, false, false);
    }
  }

  /** Sees each step of the file system right before it happens. */
  @FunctionalInterface
  public interface Watcher {
    /** Looks; what it asks of the fakes does not count as steps. */
    void before(String operation, Path path);
  }

  private final List<String> seen = new ArrayList<>();
  private Watcher watcher = (operation, path) -> {};
  private boolean watching;
  private long failing = Long.MAX_VALUE;
  private long deadly = Long.MAX_VALUE;
  private boolean struck;

  Steps() {}

  /** From now on counts from 0, and lets the step of this number fail once. */
  public synchronized void failOnceAt(long number) {
    off();
    failing = number;
  }

  /** From now on counts from 0, and lets the process die at the step of this number. */
  public synchronized void dieAt(long number) {
    off();
    deadly = number;
  }

  /** From now on counts from 0, and lets everything pass. */
  public synchronized void off() {
    seen.clear();
    failing = Long.MAX_VALUE;
    deadly = Long.MAX_VALUE;
    struck = false;
  }

  /** Shows every step of the file system to a watcher, from now on. */
  public synchronized void watch(Watcher by) {
    watcher = by;
  }

  /** Whether the step that was to fail was reached. */
  public synchronized boolean struck() {
    return struck;
  }

  /** Whether that step was the sync of a directory, which is final for the store that is open. */
  public synchronized boolean struckSyncOfDirectory() {
    return struck && seen.get((int) failing).startsWith("syncDirectory ");
  }

  /** The steps since the count began, each as its name, a blank and its subject. */
  public synchronized List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void before(String operation, String subject) {
    if (isDue(operation + " " + subject)) {
      throw new StorageUnavailable(subject, operation, new IOException("injected"));
    }
  }

  @Override
  public void before(String operation, Path path) throws IOException {
    watch(operation, path);
    if (isDue(operation + " " + path)) {
      throw new IOException("injected");
    }
  }

  private synchronized void watch(String operation, Path path) {
    if (!watching) {
      watching = true;
      watcher.before(operation, path);
      watching = false;
    }
  }

  private synchronized boolean isDue(String step) {
    if (watching) {
      return false;
    }
    if (step.endsWith("/CURRENT") && (step.startsWith("writeAt ") || step.startsWith("sync "))) {
      // A real CURRENT comes into being whole, by a rename; nothing stops between its steps.
      return false;
    }
    long number = seen.size();
    seen.add(step);
    if (number >= deadly) {
      struck = true;
      throw new Death(step);
    }
    if (number == failing) {
      struck = true;
      return true;
    }
    return false;
  }
}
