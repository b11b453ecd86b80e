package dev.permafrost.prove.crash;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Map;
import java.util.Optional;

/**
 * Where ledgers are given up by raising the floor alone: what is {@code pruning} lies below a floor
 * that is durable. Without it a retention that was cut short would look like a loss.
 */
final class FloorComesFirst implements Invariant {

  private final Terms terms;

  FloorComesFirst(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "the floor comes first";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    if (!terms.prunes()) {
      return Optional.empty();
    }
    for (Map.Entry<Remains.Artifact, String> key : remains.artifactKeys().entrySet()) {
      ChunkId chunk = key.getKey().chunk();
      if (key.getValue().equals("pruning")
          && remains.floor().orElse(0) <= Bench.GEOMETRY.last(chunk)) {
        return Optional.of(key.getKey() + " is pruning, and the floor is " + remains.floor());
      }
    }
    return Optional.empty();
  }
}
