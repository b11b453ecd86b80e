package dev.permafrost.domain.catalog;

import java.util.Locale;

/**
 * What the keys of a chunk amount to: frozen if its {@code ledgers} are frozen; else ready if its
 * hot database is ready; else transient if either key exists; else absent.
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

  /** The state that two keys amount to. */
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
