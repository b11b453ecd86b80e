package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a scenario begins with, or does on purpose, that the invariants forbid elsewhere. Everything
 * is named chunk by chunk: what is not named is held to the rule.
 *
 * @param packsWithoutKey chunks whose sound pack may stand at its place without a key, because it
 *     does so when the scenario begins or is about to be adopted
 * @param hotWithoutKey chunks whose hot directory has no key when the scenario begins
 * @param debrisWithoutKey files without a key when the scenario begins that are no sound packs, or
 *     need not be behind a power cut
 * @param packsLost chunks that are {@code frozen} when the scenario begins and have no file
 * @param hotLost chunks that are {@code ready} when the scenario begins and have no database
 * @param givesUp whether ledgers are given up on purpose, the last copy included
 * @param prunes whether they are given up by raising the floor, and in no other way
 */
public record Terms(
    Set<ChunkId> packsWithoutKey,
    Set<ChunkId> hotWithoutKey,
    Set<Remains.Artifact> debrisWithoutKey,
    Set<ChunkId> packsLost,
    Set<ChunkId> hotLost,
    boolean givesUp,
    boolean prunes) {

  /** Nothing is excepted. */
  public static final Terms NONE =
      new Terms(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false, false);

  /** Copies the sets. */
  public Terms {
    packsWithoutKey = Set.copyOf(packsWithoutKey);
    hotWithoutKey = Set.copyOf(hotWithoutKey);
    debrisWithoutKey = Set.copyOf(debrisWithoutKey);
    packsLost = Set.copyOf(packsLost);
    hotLost = Set.copyOf(hotLost);
  }

  Terms packWithoutKey(ChunkId chunk) {
    return new Terms(
        with(packsWithoutKey, chunk),
        hotWithoutKey,
        debrisWithoutKey,
        packsLost,
        hotLost,
        givesUp,
        prunes);
  }

  Terms hotWithoutKey(ChunkId chunk) {
    return new Terms(
        packsWithoutKey,
        with(hotWithoutKey, chunk),
        debrisWithoutKey,
        packsLost,
        hotLost,
        givesUp,
        prunes);
  }

  Terms debrisWithoutKey(Remains.Artifact... files) {
    return new Terms(
        packsWithoutKey, hotWithoutKey, Set.of(files), packsLost, hotLost, givesUp, prunes);
  }

  Terms packLost(ChunkId chunk) {
    return new Terms(
        packsWithoutKey,
        hotWithoutKey,
        debrisWithoutKey,
        with(packsLost, chunk),
        hotLost,
        givesUp,
        prunes);
  }

  Terms hotLost(ChunkId chunk) {
    return new Terms(
        packsWithoutKey,
        hotWithoutKey,
        debrisWithoutKey,
        packsLost,
        with(hotLost, chunk),
        givesUp,
        prunes);
  }

  Terms givingUp() {
    return new Terms(
        packsWithoutKey, hotWithoutKey, debrisWithoutKey, packsLost, hotLost, true, prunes);
  }

  Terms pruning() {
    return new Terms(
        packsWithoutKey, hotWithoutKey, debrisWithoutKey, packsLost, hotLost, true, true);
  }

  private static Set<ChunkId> with(Set<ChunkId> some, ChunkId one) {
    Set<ChunkId> more = new TreeSet<>(some);
    more.add(one);
    return more;
  }
}
