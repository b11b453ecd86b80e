package dev.permafrost.domain.catalog;

import java.util.Locale;

/**
 * The state of a chunk, derived from its keys: frozen if its {@code ledgers} are frozen; otherwise
 * ready if its hot database is ready; otherwise transient if either key exists; otherwise absent.
 */
public enum ChunkState {
  /** Nothing exists, nothing is in progress. */
  ABSENT,
  /** Something is in progress, or was left unfinished. */
  TRANSIENT,
  /** Its hot database is ready. */
  READY,
  /** Its ledgers are frozen. */
  FROZEN;

  /** The state in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state derived from two keys. */
  public static ChunkState of(ArtifactState ledgers, HotState hot) {
    if (ledgers == ArtifactState.FROZEN) {
      return FROZEN;
    }
    if (hot == HotState.READY) {
      return READY;
    }
    return ledgers == ArtifactState.ABSENT && hot == HotState.ABSENT ? ABSENT : TRANSIENT;
  }
}
