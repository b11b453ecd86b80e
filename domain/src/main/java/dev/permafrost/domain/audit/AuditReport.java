package dev.permafrost.domain.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * The findings of an audit.
 *
 * @param chunks the findings of each chunk, in chunk order
 * @param elsewhere findings that belong to no chunk
 * @param chunksLeft how many chunks were not checked, because the audit stopped at a violation
 */
public record AuditReport(List<AuditedChunk> chunks, List<Finding> elsewhere, int chunksLeft) {

  /** Copies the lists. */
  public AuditReport {
    chunks = List.copyOf(chunks);
    elsewhere = List.copyOf(elsewhere);
  }

  /** All findings: those of the chunks in order, then the rest. */
  public List<Finding> findings() {
    return Stream.concat(
            chunks.stream().flatMap(chunk -> chunk.findings().stream()), elsewhere.stream())
        .toList();
  }

  /** All findings that violate an invariant or are unfinished work. */
  public List<Finding> violations() {
    return findings().stream().filter(finding -> finding.severity().isViolation()).toList();
  }

  /** Whether the audit found no violation in what it checked. */
  public boolean isClean() {
    return violations().isEmpty();
  }
}
