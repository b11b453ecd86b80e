package dev.permafrost.app.progress;

import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;

/**
 * Tells two observers the same, one after the other.
 *
 * @param first who is told first
 * @param second who is told then
 */
public record BothEvents(StorageEvents first, StorageEvents second) implements StorageEvents {

  @Override
  public void ended(Attempt attempt) {
    first.ended(attempt);
    second.ended(attempt);
  }

  @Override
  public void progressed(Progress progress) {
    first.progressed(progress);
    second.progressed(progress);
  }

  @Override
  public void waiting(CoverageWait wait) {
    first.waiting(wait);
    second.waiting(wait);
  }

  @Override
  public void remarked(Remark remark) {
    first.remarked(remark);
    second.remarked(remark);
  }
}
