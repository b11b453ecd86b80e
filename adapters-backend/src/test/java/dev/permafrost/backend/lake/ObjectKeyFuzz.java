package dev.permafrost.backend.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.util.List;
import java.util.Optional;

/** Any text as the key of an object: what is taken for one is exactly what would be written. */
public final class ObjectKeyFuzz implements FuzzTarget {

  private static final List<LakeLayout> LAYOUTS =
      List.of(
          new LakeLayout(1, 1),
          new LakeLayout(1, 64_000),
          new LakeLayout(8, 10),
          new LakeLayout(64, 1),
          new LakeLayout(LakeOptions.MOST_PER_BATCH, LakeOptions.MOST_PER_BATCH));

  /** Makes the target. */
  public ObjectKeyFuzz() {}

  @Override
  public List<byte[]> seeds() {
    return LAYOUTS.stream()
        .flatMap(
            layout ->
                List.of(0L, 7L, layout.largestIndex()).stream()
                    .map(index -> layout.key(index, LakeExtension.ZSTD)))
        .map(key -> key.getBytes(UTF_8))
        .toList();
  }

  @Override
  public void give(byte[] input) {
    String key = new String(input, UTF_8);
    Optional<LakeLayout.NamedObject> parsed = LakeLayout.parse(key);
    if (parsed.isEmpty()) {
      return;
    }
    LakeLayout.NamedObject object = parsed.get();
    require(object.first() <= object.last(), key);
    require(object.last() <= LedgerRange.MAX_SEQUENCE, key);
    require(!key.contains("..") && !key.startsWith("/") && !key.contains("%"), key);
    for (LakeLayout layout : LAYOUTS) {
      if (layout.isKeyOf(key, object)) {
        long index = layout.indexOf(object.first());
        require(layout.key(index, object.extension()).equals(key), key);
        require(layout.bounds(index).first() == object.first(), key);
      }
    }
  }

  private static void require(boolean holds, String key) {
    if (!holds) {
      throw new IllegalStateException("taken for an object's key: " + key);
    }
  }
}
