package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.testkit.machine.Machine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last copy (docs/protocol.md, "The last copy"): each ledger of which there was a sound and
 * durable copy when the run began has one in whatever a crash leaves, whatever the keys say of it.
 * A copy is the pack of its chunk, byte for byte as it is made without any crash, at its place or
 * outside of the store where it may be adopted from; or an entry of a hot database that can be
 * opened, with the bytes that it had.
 *
 * <p>Copies that come and go within a run are not counted: what the store acknowledged is I1's.
 */
final class SoundCopies implements Invariant {

  private static final List<ChunkId> CHUNKS = List.of(Bench.ZERO, Bench.ONE, Bench.FAR);

  private final Map<Remains.Artifact, ByteBuffer> golden;
  private final SortedMap<Long, Optional<ByteBuffer>> begunWith;

  /**
   * Counts what a run begins with.
   *
   * @param golden the artifacts as they must be
   */
  SoundCopies(Map<Remains.Artifact, ByteBuffer> golden, Remains before) {
    this.golden = Map.copyOf(golden);
    this.begunWith = new TreeMap<>();
    for (ChunkId chunk : CHUNKS) {
      if (placesOf(before, chunk).stream()
          .anyMatch(path -> isSound(before, chunk, path) && before.machine().isDurable(path))) {
        for (long sequence = Bench.GEOMETRY.first(chunk);
            sequence <= Bench.GEOMETRY.last(chunk);
            sequence++) {
          begunWith.put(sequence, Optional.empty());
        }
      }
      if (before.machine().isDurable(before.layout().hot(chunk).resolve("CURRENT"))) {
        hotLedgers(before.machine(), chunk)
            .forEach((sequence, value) -> begunWith.put(sequence, Optional.of(value)));
      }
    }
  }

  /** How many ledgers there are to lose. */
  int count() {
    return begunWith.size();
  }

  @Override
  public String name() {
    return "L the last copy stays";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    for (ChunkId chunk : CHUNKS) {
      SortedMap<Long, Optional<ByteBuffer>> due =
          begunWith.subMap(Bench.GEOMETRY.first(chunk), Bench.GEOMETRY.last(chunk) + 1);
      if (!due.isEmpty()
          && placesOf(remains, chunk).stream().noneMatch(path -> isSound(remains, chunk, path))) {
        Map<Long, ByteBuffer> hot = hotLedgers(remains.machine(), chunk);
        for (Map.Entry<Long, Optional<ByteBuffer>> ledger : due.entrySet()) {
          ByteBuffer value = hot.get(ledger.getKey());
          if (value == null || !ledger.getValue().orElse(value).equals(value)) {
            return Optional.of("no copy of ledger " + ledger.getKey() + " is left");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> placesOf(Remains remains, ChunkId chunk) {
    return List.of(
        remains.layout().artifact(ArtifactKind.LEDGERS, chunk), remains.layout().candidate(chunk));
  }

  private boolean isSound(Remains remains, ChunkId chunk, Path path) {
    return remains
        .tree()
        .getOrDefault(path.toString(), Optional.empty())
        .equals(Optional.ofNullable(golden.get(new Remains.Artifact(ArtifactKind.LEDGERS, chunk))));
  }

  private static Map<Long, ByteBuffer> hotLedgers(Machine machine, ChunkId chunk) {
    SortedMap<ByteBuffer, ByteBuffer> entries =
        machine
            .hotContent(chunk)
            .map(families -> families.get(ColumnFamily.LEDGERS))
            .orElseGet(Collections::emptySortedMap);
    Map<Long, ByteBuffer> ledgers = new TreeMap<>();
    entries.forEach(
        (key, value) -> ledgers.put(Integer.toUnsignedLong(key.getInt(key.position())), value));
    return ledgers;
  }
}
