package dev.permafrost.domain.audit;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.verify.ChunkNotes;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an audit found of one chunk.
 *
 * @param chunk the chunk
 * @param state what its keys amount to; empty if the catalog's entries of it are not known
 * @param ledgers how many ledgers were read and found sound; 0 unless the audit was a deep one
 * @param rawBytes how many bytes they have raw
 * @param notes what is worth knowing of what is sound; of shapes of ledgers, where it was a deep
 *     one
 * @param findings what was found, in the order in which the repairs are to be made
 */
public record AuditedChunk(
    ChunkId chunk,
    Optional<ChunkState> state,
    long ledgers,
    long rawBytes,
    ChunkNotes notes,
    List<Finding> findings) {

  /** Copies the list. */
  public AuditedChunk {
    findings = List.copyOf(findings);
  }

  /** How bad the worst finding is; empty if nothing was found. */
  public Optional<Severity> worst() {
    return findings.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  /** Whether anything violates an invariant, or was left unfinished. */
  public boolean isViolated() {
    return worst().filter(Severity::isViolation).isPresent();
  }
}
