package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.WitnessReading;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What I1 and I5 stand on: under {@code ready} there is a database that can be opened, with a sound
 * witness that is not ahead of it, so that no crash alone is ever taken for loss or damage. Where a
 * scenario begins with one that is lost, it may stay away.
 */
final class ReadyIsThere implements Invariant {

  /** "The witness": synced every 256 commits, and never ahead of what is durable. */
  private static final long MOST_LAG = 256;

  private final Terms terms;

  ReadyIsThere(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "I1 ready is there";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    for (Map.Entry<ChunkId, String> key : remains.hotKeys().entrySet()) {
      if (key.getValue().equals("ready")) {
        ChunkId chunk = key.getKey();
        boolean isThere = remains.machine().hotContent(chunk).isPresent();
        if (!isThere && terms.hotLost().contains(chunk)) {
          continue;
        }
        if (!isThere) {
          return Optional.of("chunk " + chunk + " is ready and has no database");
        }
        WitnessReading witness =
            remains.machine().quietly(() -> remains.machine().hot().readWitness(chunk));
        if (witness.state() != WitnessReading.State.SOUND) {
          return Optional.of("chunk " + chunk + " is ready and its witness is " + witness.state());
        }
        long highest = highest(remains, chunk);
        if (witness.sequence() > highest || witness.sequence() + MOST_LAG < highest) {
          return Optional.of(
              "chunk " + chunk + " holds up to " + highest + ", its witness says " + witness);
        }
      }
    }
    return Optional.empty();
  }

  /** The highest ledger, or one below the chunk's first. */
  private static long highest(Remains remains, ChunkId chunk) {
    SortedMap<ByteBuffer, ByteBuffer> ledgers =
        remains
            .machine()
            .hotContent(chunk)
            .map(families -> families.get(ColumnFamily.LEDGERS))
            .orElseGet(TreeMap::new);
    return ledgers.isEmpty()
        ? Bench.GEOMETRY.first(chunk) - 1
        : Integer.toUnsignedLong(ledgers.lastKey().getInt(0));
  }
}
