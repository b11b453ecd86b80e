package dev.permafrost.testkit.handles;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is open at this moment, and what was done that should not have been. For all threads. */
final class OpenHandles {

  private final Set<Handle> open = new LinkedHashSet<>();
  private final List<Misuse> misuses = new ArrayList<>();

  /** Something that was done wrong, and where. */
  record Misuse(String what, Throwable where) {}

  /** One thing that is open, until it is closed. */
  final class Handle {
    private final String name;
    private final @Nullable Handle parent;
    private final Throwable openedHere;
    private boolean closed;
    private int openChildren;

    private Handle(String name, @Nullable Handle parent) {
      this.name = name;
      this.parent = parent;
      this.openedHere = new Throwable(name + " was opened here");
    }

    /** Registers something that this one gave out and that must be closed before it. */
    Handle opened(String childName) {
      return OpenHandles.this.opened(childName, this);
    }

    /** Says that the thing is used now; a closed one must not be. */
    void use() {
      synchronized (OpenHandles.this) {
        if (closed) {
          IllegalStateException late = new IllegalStateException(name + " is used after closing");
          late.addSuppressed(openedHere);
          misuses.add(new Misuse(name + " was used after closing", late));
          throw late;
        }
      }
    }

    /** Takes the thing for closed from now on; a second time changes nothing. */
    void close() {
      synchronized (OpenHandles.this) {
        if (closed) {
          return;
        }
        closed = true;
        open.remove(this);
        if (openChildren > 0) {
          String what = name + " was closed while " + openChildren + " it gave out were open";
          misuses.add(new Misuse(what, new Throwable("it was closed here")));
        }
        if (parent != null) {
          parent.openChildren--;
        }
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Registers something that was opened on its own. */
  Handle opened(String name) {
    return opened(name, null);
  }

  /** The names of all that is open, in the order of opening. */
  synchronized List<String> names() {
    return open.stream().map(Handle::toString).toList();
  }

  /** Throws with everything that is open or was done wrong, each with its place. */
  synchronized void check() {
    if (open.isEmpty() && misuses.isEmpty()) {
      return;
    }
    List<String> findings = new ArrayList<>();
    open.forEach(handle -> findings.add(handle + " was left open"));
    misuses.forEach(misuse -> findings.add(misuse.what()));
    AssertionError error = new AssertionError(String.join("; ", findings));
    open.forEach(handle -> error.addSuppressed(handle.openedHere));
    misuses.forEach(misuse -> error.addSuppressed(misuse.where()));
    throw error;
  }

  private synchronized Handle opened(String name, @Nullable Handle parent) {
    Handle handle = new Handle(name, parent);
    open.add(handle);
    if (parent != null) {
      parent.openChildren++;
    }
    return handle;
  }
}
