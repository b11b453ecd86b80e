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

  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Progress> progress = new ArrayList<>();
  private final List<LedgerPhases> committed = new ArrayList<>();
  private final List<FreezePhases> frozen = new ArrayList<>();
  private final List<LakeRequest> requests = new ArrayList<>();
  private final List<LakeTip> tips = new ArrayList<>();
  private final List<ViewHold> holds = new ArrayList<>();
  private final List<CoverageWait> waits = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  @Override
  public synchronized void ended(Attempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public synchronized void progressed(Progress step) {
    progress.add(step);
  }

  @Override
  public synchronized void committed(LedgerPhases ledger) {
    committed.add(ledger);
  }

  @Override
  public synchronized void froze(FreezePhases chunk) {
    frozen.add(chunk);
  }

  @Override
  public synchronized void requested(LakeRequest request) {
    requests.add(request);
  }

  @Override
  public synchronized void tipSeen(LakeTip tip) {
    tips.add(tip);
  }

  @Override
  public synchronized void held(ViewHold hold) {
    holds.add(hold);
  }

  @Override
  public synchronized void waiting(CoverageWait wait) {
    waits.add(wait);
  }

  @Override
  public synchronized void remarked(Remark remark) {
    remarks.add(remark);
  }

  /** The attempts that ended. */
  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** The attempts at one operation that ended. */
  public synchronized List<Attempt> attemptsAt(Operation operation) {
    return attempts.stream().filter(attempt -> attempt.operation() == operation).toList();
  }

  /**
   * The only attempt at one operation.
   *
   * @throws AssertionError if there was none, or more than one
   */
  public synchronized Attempt onlyAttemptAt(Operation operation) {
    List<Attempt> found = attemptsAt(operation);
    if (found.size() != 1) {
      throw new AssertionError("expected one attempt at " + operation + ", found " + found);
    }
    return found.get(0);
  }

  /** How far attempts came. */
  public synchronized List<Progress> progress() {
    return List.copyOf(progress);
  }

  /** The ledgers that were ingested. */
  public synchronized List<LedgerPhases> committed() {
    return List.copyOf(committed);
  }

  /** The freezes that made something. */
  public synchronized List<FreezePhases> frozen() {
    return List.copyOf(frozen);
  }

  /** The requests to a lake. */
  public synchronized List<LakeRequest> requests() {
    return List.copyOf(requests);
  }

  /** The newest ledgers that a lake told. */
  public synchronized List<LakeTip> tips() {
    return List.copyOf(tips);
  }

  /** The removals that waited for a view. */
  public synchronized List<ViewHold> holds() {
    return List.copyOf(holds);
  }

  /** The waits for coverage. */
  public synchronized List<CoverageWait> waits() {
    return List.copyOf(waits);
  }

  /** The remarks. */
  public synchronized List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    attempts.clear();
    progress.clear();
    committed.clear();
    frozen.clear();
    requests.clear();
    tips.clear();
    holds.clear();
    waits.clear();
    remarks.clear();
  }
}
