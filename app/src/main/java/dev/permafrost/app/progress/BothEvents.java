package dev.permafrost.app.progress;

import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.FreezePhases;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.events.ViewHold;

/**
 * Forwards events to two observers.
 *
 * @param first the observer that is called first
 * @param second the observer that is called second
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
  public void committed(LedgerPhases ledger) {
    first.committed(ledger);
    second.committed(ledger);
  }

  @Override
  public void froze(FreezePhases chunk) {
    first.froze(chunk);
    second.froze(chunk);
  }

  @Override
  public void requested(LakeRequest request) {
    first.requested(request);
    second.requested(request);
  }

  @Override
  public void tipSeen(LakeTip tip) {
    first.tipSeen(tip);
    second.tipSeen(tip);
  }

  @Override
  public void held(ViewHold hold) {
    first.held(hold);
    second.held(hold);
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
