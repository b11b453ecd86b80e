package dev.permafrost.testkit.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.hot.MemoryHotStores;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Computes what tells two moments of a machine apart. Used once. */
final class MomentDigest {

  private static final String DATABASE_MARKER = "CURRENT";

  private final MemoryMetaStores catalog;
  private final MemoryHotStores hot;
  private final Relevance relevance;
  private final Map<Node, Integer> seen = new HashMap<>();
  private final Map<Node, Set<String>> mixedUnder = new HashMap<>();
  private long state = 0x9E3779B97F4A7C15L;

  MomentDigest(MemoryMetaStores catalog, MemoryHotStores hot, Relevance relevance) {
    this.catalog = catalog;
    this.hot = hot;
    this.relevance = relevance;
  }

  long of(SimulatedDisk disk) {
    mix("", disk.root());
    return state;
  }

  private void mix(String name, Node node) {
    Integer before = seen.putIfAbsent(node, seen.size());
    if (before != null) {
      mix(before);
    }
    // What matters of a file may be another part under another name.
    if (!mixedUnder.computeIfAbsent(node, key -> new HashSet<>()).add(name)) {
      return;
    }
    if (node instanceof DirectoryNode directory) {
      mix(1);
      directory.visible().forEach(this::mixEntry);
      mix(2);
      for (String pending : directory.namesThatMaySurvive()) {
        for (Optional<Node> survivor : directory.survivorsOf(pending)) {
          if (survivor.isPresent()) {
            mixEntry(pending, survivor.get());
          } else {
            mix(3);
          }
        }
      }
    } else {
      FileNode file = (FileNode) node;
      mixContent(name, file.visible());
      if (!file.isDurable()) {
        mix(4);
        mixContent(name, file.durable());
        file.unsynced().forEach(write -> mix(write.offsetBytes()));
        file.unsynced().forEach(write -> mixContent(name, write.bytes()));
      }
    }
  }

  private void mixEntry(String name, Node node) {
    mix(name);
    mix(name, node);
  }

  private void mixContent(String name, byte[] content) {
    if (name.equals(DATABASE_MARKER)) {
      mixDatabase(new String(content, ISO_8859_1));
    } else {
      mix(ByteBuffer.wrap(relevance.partOf(name, content)));
    }
  }

  private void mixDatabase(String marker) {
    Optional<SortedMap<String, String>> keys = catalog.contentOf(marker);
    if (keys.isPresent()) {
      mix(5);
      keys.get().forEach(this::mixKey);
      return;
    }
    Optional<SortedMap<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>>> families =
        hot.contentOf(marker);
    mix(families.isPresent() ? 6 : 7);
    families.ifPresent(content -> content.forEach(this::mixFamily));
  }

  private void mixKey(String key, String value) {
    mix(key);
    mix(value);
  }

  private void mixFamily(ColumnFamily family, SortedMap<ByteBuffer, ByteBuffer> entries) {
    mix(family.name());
    entries.forEach(
        (key, value) -> {
          mix(key);
          mix(value);
        });
  }

  private void mix(String text) {
    mix(text.length());
    for (int i = 0; i < text.length(); i++) {
      step(text.charAt(i));
    }
  }

  private void mix(ByteBuffer bytes) {
    ByteBuffer view = bytes.duplicate();
    mix(view.remaining());
    while (view.remaining() >= Long.BYTES) {
      step(view.getLong());
    }
    while (view.hasRemaining()) {
      step(view.get());
    }
  }

  private void mix(int number) {
    step(number);
  }

  /** One round of a multiply and shift mixer over 64 bits. */
  private void step(long value) {
    long mixed = (state ^ value) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 31;
    mixed *= 0x94D049BB133111EBL;
    state = mixed ^ (mixed >>> 29);
  }
}
