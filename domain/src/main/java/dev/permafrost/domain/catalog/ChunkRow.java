package dev.permafrost.domain.catalog;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The catalog's entries for one chunk.
 *
 * @param chunk the chunk
 * @param hot the state of its hot database
 * @param artifacts the states of its artifacts; a kind without a key has no entry
 */
public record ChunkRow(
    ChunkId chunk, HotState hot, SortedMap<ArtifactKind, ArtifactState> artifacts) {

  /** Copies the map. */
  public ChunkRow {
    artifacts = Collections.unmodifiableSortedMap(new TreeMap<>(artifacts));
  }

  /** The state of one artifact. */
  public ArtifactState artifact(ArtifactKind kind) {
    return artifacts.getOrDefault(kind, ArtifactState.ABSENT);
  }

  /** The state derived from the keys. */
  public ChunkState state() {
    return ChunkState.of(artifact(ArtifactKind.LEDGERS), hot);
  }

  /** The kinds in a state, in the order of their names. */
  public Set<ArtifactKind> kindsIn(ArtifactState state) {
    Set<ArtifactKind> kinds = new TreeSet<>();
    for (Map.Entry<ArtifactKind, ArtifactState> artifact : artifacts.entrySet()) {
      if (artifact.getValue() == state) {
        kinds.add(artifact.getKey());
      }
    }
    return kinds;
  }
}
