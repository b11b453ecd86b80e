package dev.permafrost.domain.audit;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.verify.ChunkNotes;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The findings of an audit in one chunk.
 *
 * @param chunk the chunk
 * @param state the state derived from its keys; empty if it has unknown catalog entries
 * @param ledgers how many ledgers were read and found correct; 0 unless the audit is a deep one
 * @param rawBytes the raw size of those ledgers
 * @param notes remarkable but valid properties; shapes of ledgers only in a deep audit
 * @param findings the findings, in the order in which to repair them
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

  /** The worst severity; empty if there are no findings. */
  public Optional<Severity> worst() {
    return findings.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  /** Whether there is a violation, or unfinished work. */
  public boolean isViolated() {
    return worst().filter(Severity::isViolation).isPresent();
  }
}
