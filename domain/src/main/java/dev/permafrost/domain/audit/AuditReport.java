package dev.permafrost.domain.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an audit found of a whole store.
 *
 * @param chunks what was found of each chunk, in their order
 * @param elsewhere what belongs to no chunk
 * @param chunksLeft how many chunks were not looked at, because a violation was to end it
 */
public record AuditReport(List<AuditedChunk> chunks, List<Finding> elsewhere, int chunksLeft) {

  /** Copies the lists. */
  public AuditReport {
    chunks = List.copyOf(chunks);
    elsewhere = List.copyOf(elsewhere);
  }

  /** Everything that was found: of the chunks in order, and then the rest. */
  public List<Finding> findings() {
    return Stream.concat(
            chunks.stream().flatMap(chunk -> chunk.findings().stream()), elsewhere.stream())
        .toList();
  }

  /** Everything that violates an invariant, or was left unfinished. */
  public List<Finding> violations() {
    return findings().stream().filter(finding -> finding.severity().isViolation()).toList();
  }

  /** Whether the audit found no violation, in what it looked at. */
  public boolean isClean() {
    return violations().isEmpty();
  }
}
