package dev.permafrost.testkit.events;

import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.FreezePhases;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.events.ViewHold;
import java.util.ArrayList;
import java.util.List;

/** Remembers everything it is told, in order. Safe for several threads. */
public final class RecordingEvents implements StorageEvents {

  private final List<Object> told = new ArrayList<>();

  @Override
  public void ended(Attempt attempt) {
    told(attempt);
  }

  @Override
  public void progressed(Progress step) {
    told(step);
  }

  @Override
  public void committed(LedgerPhases ledger) {
    told(ledger);
  }

  @Override
  public void froze(FreezePhases chunk) {
    told(chunk);
  }

  @Override
  public void requested(LakeRequest request) {
    told(request);
  }

  @Override
  public void tipSeen(LakeTip tip) {
    told(tip);
  }

  @Override
  public void held(ViewHold hold) {
    told(hold);
  }

  @Override
  public void waiting(CoverageWait wait) {
    told(wait);
  }

  @Override
  public void remarked(Remark remark) {
    told(remark);
  }

  /** The attempts that ended. */
  public List<Attempt> attempts() {
    return all(Attempt.class);
  }

  /** The attempts at one operation that ended. */
  public List<Attempt> attemptsAt(Operation operation) {
    return attempts().stream().filter(attempt -> attempt.operation() == operation).toList();
  }

  /**
   * The only attempt at one operation.
   *
   * @throws AssertionError if there was none, or more than one
   */
  public Attempt onlyAttemptAt(Operation operation) {
    List<Attempt> found = attemptsAt(operation);
    if (found.size() != 1) {
      throw new AssertionError("expected one attempt at " + operation + ", found " + found);
    }
    return found.get(0);
  }

  /** How far attempts came. */
  public List<Progress> progress() {
    return all(Progress.class);
  }

  /** The ledgers that were ingested. */
  public List<LedgerPhases> committed() {
    return all(LedgerPhases.class);
  }

  /** The freezes that made something. */
  public List<FreezePhases> frozen() {
    return all(FreezePhases.class);
  }

  /** The requests to a lake. */
  public List<LakeRequest> requests() {
    return all(LakeRequest.class);
  }

  /** The newest ledgers that a lake told. */
  public List<LakeTip> tips() {
    return all(LakeTip.class);
  }

  /** The removals that waited for a view. */
  public List<ViewHold> holds() {
    return all(ViewHold.class);
  }

  /** The waits for coverage. */
  public List<CoverageWait> waits() {
    return all(CoverageWait.class);
  }

  /** The remarks. */
  public List<Remark> remarks() {
    return all(Remark.class);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    told.clear();
  }

  private synchronized void told(Object event) {
    told.add(event);
  }

  private synchronized <T> List<T> all(Class<T> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
