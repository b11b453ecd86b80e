package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a store amounts to: every file with its bytes, every directory, the catalog, what the hot
 * databases hold. Two stores are the same if these are. What a witness says is not among them: it
 * may lag, and {@link ReadyIsThere} says by how much.
 *
 * @param files paths with what they hold; a directory holds {@code directory}
 * @param catalog the catalog's entries
 * @param hot the content of each hot database whose directory is there
 */
public record EndState(
    SortedMap<String, Object> files,
    SortedMap<String, String> catalog,
    SortedMap<ChunkId, Map<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>>> hot) {

  /** What the remains amount to. */
  public static EndState of(Remains remains) {
    SortedMap<String, Object> files = new TreeMap<>();
    remains
        .tree()
        .forEach(
            (path, content) ->
                files.put(path, content.isEmpty() ? "directory" : held(path, content.get())));
    SortedMap<ChunkId, Map<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>>> hot = new TreeMap<>();
    for (ChunkId chunk : remains.hotDirectories()) {
      hot.put(chunk, remains.machine().hotContent(chunk).orElseGet(TreeMap::new));
    }
    return new EndState(files, remains.catalog(), hot);
  }

  private static Object held(String path, ByteBuffer content) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.equals("CURRENT")) {
      return "a database";
    }
    if (name.equals("WITNESS")) {
      return "a witness";
    }
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return ByteBuffer.wrap(Relevant.PARTS.partOf(name, bytes));
  }

  /** What is different in another state, for people. */
  public List<String> differencesTo(EndState other) {
    List<String> differences = new ArrayList<>();
    compare("file", files, other.files, differences);
    compare("key", catalog, other.catalog, differences);
    compare("hot database", hot, other.hot, differences);
    return differences;
  }

  private static <K> void compare(
      String what, Map<K, ?> expected, Map<K, ?> found, List<String> differences) {
    TreeSet<K> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (K key : keys) {
      Object one = expected.get(key);
      Object other = found.get(key);
      if (!Objects.equals(one, other)) {
        differences.add(what + " " + key + ": " + other + ", expected " + one);
      }
    }
  }
}
