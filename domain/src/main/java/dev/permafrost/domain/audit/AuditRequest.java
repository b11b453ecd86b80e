package dev.permafrost.domain.audit;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What to audit.
 *
 * @param chunks the chunks; empty for all that have a key or a file, and everything that belongs to
 *     no chunk
 * @param deep whether to read every ledger, and the chain across chunks
 * @param failFast whether to stop at the first violation
 */
public record AuditRequest(Optional<SortedSet<ChunkId>> chunks, boolean deep, boolean failFast) {

  /** Copies the set. */
  public AuditRequest {
    chunks = chunks.map(TreeSet::new);
  }

  /** The whole store, without reading every ledger. */
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
