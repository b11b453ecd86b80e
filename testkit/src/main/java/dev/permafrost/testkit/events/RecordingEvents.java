package dev.permafrost.testkit.events;

import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import java.util.ArrayList;
import java.util.List;

/** Remembers everything it is told, in order. Safe for several threads. */
public final class RecordingEvents implements StorageEvents {

  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Progress> progress = new ArrayList<>();
  private final List<LedgerPhases> acknowledged = new ArrayList<>();
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
  public synchronized void acknowledged(LedgerPhases ledger) {
    acknowledged.add(ledger);
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

  /** The ledgers that live ingestion acknowledged. */
  public synchronized List<LedgerPhases> acknowledged() {
    return List.copyOf(acknowledged);
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
    acknowledged.clear();
    waits.clear();
    remarks.clear();
  }
}
