package dev.permafrost.testkit.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the simulated disk: the entries that processes see, those that are durable, and
 * for each name what it led to since the last sync, in order.
 */
final class DirectoryNode extends Node {

  private final SortedMap<String, Node> visible = new TreeMap<>();
  private final SortedMap<String, Node> durable = new TreeMap<>();
  private final SortedMap<String, List<Optional<Node>>> pending = new TreeMap<>();
  private final boolean mountPoint;

  DirectoryNode(long device, long number, boolean keepsAll, boolean mountPoint) {
    super(device, number, keepsAll);
    this.mountPoint = mountPoint;
  }

  boolean isMountPoint() {
    return mountPoint;
  }

  SortedMap<String, Node> visible() {
    return visible;
  }

  SortedMap<String, Node> durable() {
    return durable;
  }

  /** What a name led to since the last sync, in order; empty where it led nowhere. */
  SortedMap<String, List<Optional<Node>>> pending() {
    return pending;
  }

  /** Lets a name lead to a node, or nowhere; visible, and durable where everything is kept. */
  void change(String name, @Nullable Node node) {
    if (node == null) {
      visible.remove(name);
    } else {
      visible.put(name, node);
    }
    pending.computeIfAbsent(name, key -> new ArrayList<>()).add(Optional.ofNullable(node));
    if (keepsAll()) {
      sync();
    }
  }

  /** Lets a name lead to a node for good. */
  void changeDurably(String name, Node node) {
    visible.put(name, node);
    durable.put(name, node);
  }

  /** Rule {@link MachineRule#A_SYNCED_DIRECTORY_KEEPS_ITS_ENTRIES}. */
  void sync() {
    pending.forEach(
        (name, history) ->
            history
                .get(history.size() - 1)
                .ifPresentOrElse(node -> durable.put(name, node), () -> durable.remove(name)));
    pending.clear();
  }

  /** Rule {@link MachineRule#A_FAILED_SYNC_DROPS_WHAT_IT_COVERED}. */
  void failSync() {
    pending.clear();
  }

  /** Whether what a name leads to, or that it leads nowhere, cannot be lost. */
  boolean isDurable(String name) {
    return !pending.containsKey(name) && visible.get(name) == durable.get(name);
  }

  /** What a name may lead to after a power cut: what is durable, and every step since. */
  List<Optional<Node>> survivorsOf(String name) {
    List<Optional<Node>> survivors = new ArrayList<>();
    survivors.add(Optional.ofNullable(durable.get(name)));
    for (Optional<Node> later : pending.getOrDefault(name, List.of())) {
      if (survivors.stream().noneMatch(known -> known.equals(later))) {
        survivors.add(later);
      }
    }
    return survivors;
  }

  /** All names that may lead somewhere after a power cut. */
  SortedSet<String> namesThatMaySurvive() {
    SortedSet<String> names = new TreeSet<>(durable.keySet());
    names.addAll(pending.keySet());
    return names;
  }
}
