package dev.permafrost.domain.audit;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to be audited.
 *
 * @param chunks which chunks; empty for all that have a key or a file, and for what belongs to none
 * @param deep whether every ledger is read, and the chain across chunks
 * @param failFast whether the first violation ends it
 */
public record AuditRequest(Optional<SortedSet<ChunkId>> chunks, boolean deep, boolean failFast) {

  /** Copies the set. */
  public AuditRequest {
    chunks = chunks.map(TreeSet::new);
  }

  /** The whole store, as far as it can be seen without reading every ledger. */
  public static AuditRequest ofEverything() {
    return new AuditRequest(Optional.empty(), false, false);
  }

  /** The same, reading every ledger. */
  public AuditRequest deeply() {
    return new AuditRequest(chunks, true, failFast);
  }

  /** The same, ending at the first violation. */
  public AuditRequest failingFast() {
    return new AuditRequest(chunks, deep, true);
  }
}
