package dev.permafrost.app.progress;

import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the events of the storage layer: every attempt at its end, waits and remarks.
 *
 * <p>It has no meters: those belong to {@code --listen}, since no one could read the meters of a
 * command that ends. A daemon can observe the same events with its own meters.
 */
public final class EventLog implements StorageEvents {

  private static final Logger LOG = LoggerFactory.getLogger("permafrost");

  /** Creates a log through slf4j, under the name {@code permafrost}. */
  public EventLog() {}

  @Override
  public void ended(Attempt attempt) {
    String chunk = attempt.chunk().map(id -> " chunk " + id).orElse("");
    if (attempt.outcome() == Outcome.FAILED) {
      LOG.info(
          "{}{} failed after {} ms: {}",
          attempt.operation(),
          chunk,
          attempt.elapsed().toMillis(),
          attempt.failure().map(Throwable::toString).orElse("(no cause)"));
      return;
    }
    LOG.info(
        "{}{} {} in {} ms: source '{}', {} ledgers, {} bytes raw, {} bytes stored",
        attempt.operation(),
        chunk,
        attempt.outcome(),
        attempt.elapsed().toMillis(),
        attempt.source(),
        attempt.ledgers(),
        attempt.rawBytes(),
        attempt.storedBytes());
  }

  @Override
  public void waiting(CoverageWait wait) {
    LOG.debug(
        "chunk {} waits: have {}, need {}, waited {}",
        wait.chunk(),
        wait.have(),
        wait.need(),
        wait.waited());
  }

  @Override
  public void remarked(Remark remark) {
    LOG.debug("{}: {}", remark.level(), remark.text());
  }
}
