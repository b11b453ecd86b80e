package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.kind.TinyKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Longer scenarios by chance: a few steps over three chunks, drawn from a number, such as a driver
 * of the store might take them. They reach combinations that nobody wrote a scenario for.
 */
final class Walks {

  private static final String PREFIX = "walk-";
  private static final List<Set<ArtifactKind>> KINDS =
      List.of(
          Set.of(ArtifactKind.LEDGERS),
          Set.of(TinyKind.KIND),
          Set.of(ArtifactKind.LEDGERS, TinyKind.KIND));

  private final Random random;
  private final Set<ChunkId> frozen = new HashSet<>();

  private Walks(long seed) {
    this.random = new Random(seed);
  }

  /** The walk of a number; its name says the number. */
  static Scenario of(long number) {
    Walks walk = new Walks(number);
    List<Scenario.Body> steps = new ArrayList<>();
    int length = 3 + walk.random.nextInt(4);
    for (int i = 0; i < length; i++) {
      steps.add(walk.step());
    }
    Layout layout = walk.random.nextBoolean() ? Layout.ONE_VOLUME : Layout.THREE_VOLUMES;
    return new Scenario(
        PREFIX + number,
        layout,
        site -> {},
        (store, site) -> steps.forEach(step -> step.run(store, site)));
  }

  /** The walk of a name, if it is one's. */
  static boolean isName(String name) {
    return name.matches(PREFIX + "[0-9]{1,18}");
  }

  static Scenario named(String name) {
    return of(Long.parseLong(name.substring(PREFIX.length())));
  }

  /** One step that leads to the same end wherever it begins. */
  private Scenario.Body step() {
    ChunkId chunk = List.of(Bench.ZERO, Bench.ONE, Bench.FAR).get(random.nextInt(3));
    int roll = random.nextInt(10);
    if (roll < 3) {
      long until = Bench.GEOMETRY.first(chunk) + random.nextInt(4);
      return (store, site) -> Scenarios.ingest(store, site, chunk, until);
    }
    if (roll < 7 || !frozen.contains(chunk)) {
      Set<ArtifactKind> kinds = KINDS.get(random.nextInt(KINDS.size()));
      if (kinds.contains(ArtifactKind.LEDGERS)) {
        frozen.add(chunk);
      }
      return (store, site) -> Scenarios.freeze(store, site, chunk, kinds);
    }
    if (roll < 9) {
      // Only where the ledgers are frozen, as a driver would: elsewhere it is the only copy.
      return (store, site) -> store.hot().discardHotDBForChunk(chunk);
    }
    frozen.remove(chunk);
    return (store, site) -> {
      Scenarios.demote(store, site, chunk, false, KINDS.get(2));
      Scenarios.sweep(store, site);
    };
  }
}
