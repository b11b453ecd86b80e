package dev.permafrost.domain.audit;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.verify.ChunkNotes;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.domain.verify.Verification;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks a store at rest against the invariants (docs/protocol.md, "Invariants"), as far as they
 * can be checked at rest, and reports for each violation how to resolve it. It opens nothing for
 * writing and changes nothing.
 *
 * <p>It runs only while no writer can: a {@code StoreView} shares the roots' locks, which excludes
 * writers while it is open, so that no finding is a half-finished operation. A store that a writer
 * holds is refused. Damage in one chunk does not hide findings in another, and damage in a hot
 * database does not hide findings in the chunk's artifacts.
 */
public final class Audit {

  /** Receives findings as soon as they are made. Called on one thread. */
  public interface Listener {

    /** Reports how many chunks will be checked; called once, before the first. */
    default void begins(int chunks) {}

    /** Reports a checked chunk. */
    default void audited(AuditedChunk chunk) {}

    /** Reports a finding that belongs to no chunk. */
    default void elsewhere(Finding finding) {}
  }

  private final ReadingCatalog catalog;
  private final Census census;
  private final Geometry geometry;
  private final HotCheck hotCheck;
  private final ArtifactCheck artifactCheck;
  private final ArtifactFiles files;
  private final HotChunks hot;
  private final Verification verification;

  /** Creates the audit of a store. */
  public Audit(
      ReadingCatalog catalog,
      Census census,
      ArtifactFiles files,
      HotStores hotStores,
      HotChunks hot,
      Verification verification) {
    this.catalog = catalog;
    this.census = census;
    this.geometry = catalog.geometry();
    this.hotCheck = new HotCheck(geometry, hotStores, hot, files);
    this.artifactCheck = new ArtifactCheck(files);
    this.files = files;
    this.hot = hot;
    this.verification = verification;
  }

  /**
   * Runs the audit.
   *
   * @param listener receives each finding before the next chunk is checked
   * @param cancel checked between chunks, between directory entries, and between ledgers
   * @return everything that the listener received
   * @throws dev.permafrost.ports.failure.Cancelled if the token was cancelled
   * @throws dev.permafrost.ports.failure.CatalogDamaged if the catalog cannot be read
   */
  public AuditReport run(AuditRequest request, Listener listener, CancelToken cancel) {
    cancel.throwIfCancelled();
    Census.Result found = census.take(cancel);
    SortedSet<ChunkId> due = due(request, found);
    List<Finding> elsewhere = request.chunks().isPresent() ? List.of() : found.elsewhere();
    listener.begins(due.size());
    List<AuditedChunk> audited = new ArrayList<>();
    boolean stopped = false;
    for (ChunkId chunk : due) {
      cancel.throwIfCancelled();
      AuditedChunk one = audit(chunk, found, request.deep(), cancel);
      audited.add(one);
      listener.audited(one);
      stopped = request.failFast() && one.isViolated();
      if (stopped) {
        break;
      }
    }
    List<Finding> told = new ArrayList<>();
    for (Finding finding : stopped ? List.<Finding>of() : elsewhere) {
      told.add(finding);
      listener.elsewhere(finding);
      if (request.failFast() && finding.severity().isViolation()) {
        break;
      }
    }
    return new AuditReport(audited, told, due.size() - audited.size());
  }

  private static SortedSet<ChunkId> due(AuditRequest request, Census.Result found) {
    if (request.chunks().isPresent()) {
      return request.chunks().get();
    }
    SortedSet<ChunkId> due = new TreeSet<>(found.rows().keySet());
    due.addAll(found.unknown().keySet());
    due.addAll(found.orphans().keySet());
    return due;
  }

  private AuditedChunk audit(ChunkId chunk, Census.Result found, boolean deep, CancelToken cancel) {
    List<UnknownCatalogEntry> unknown = found.unknown().get(chunk);
    if (unknown != null) {
      // It is unknown which of its files have a key, so nothing is reported about them.
      return new AuditedChunk(
          chunk,
          Optional.empty(),
          0,
          0,
          ChunkNotes.NONE,
          unknown.stream().map(entry -> Census.unknownEntry(entry, Optional.of(chunk))).toList());
    }
    ChunkRow row =
        found.rows().getOrDefault(chunk, new ChunkRow(chunk, HotState.ABSENT, new TreeMap<>()));
    List<Finding> findings = new ArrayList<>();
    boolean isGivenUp = catalog.isBelowFloor(chunk);
    if (isGivenUp && found.rows().containsKey(chunk)) {
      findings.add(leftBelowFloor(row));
      row = new ChunkRow(chunk, HotState.ABSENT, new TreeMap<>());
    }
    Counted counted = deep ? checkDeeply(row, findings, cancel) : check(row, findings);
    for (Orphan orphan : found.orphans().getOrDefault(chunk, List.of())) {
      findings.add(isGivenUp ? withoutAdopting(told(orphan)) : told(orphan));
    }
    ChunkState state = row.state();
    return new AuditedChunk(
        chunk, Optional.of(state), counted.ledgers, counted.rawBytes, counted.notes, findings);
  }

  /** The counts of a chunk's ledgers. */
  private record Counted(long ledgers, long rawBytes, ChunkNotes notes) {
    private static final Counted NOTHING = new Counted(0, 0, ChunkNotes.NONE);

    private Counted plus(ChunkReport report) {
      return new Counted(
          ledgers + report.ledgers(), rawBytes + report.rawBytes(), notes.plus(report.notes()));
    }

    private Counted plus(Optional<PackForm> form) {
      return new Counted(ledgers, rawBytes, form.map(notes::withPackForm).orElse(notes));
    }
  }

  private Counted check(ChunkRow row, List<Finding> findings) {
    OptionalLong highest = hotCheck.check(row, findings);
    return Counted.NOTHING.plus(artifactCheck.check(row, isWhole(row.chunk(), highest), findings));
  }

  private Counted checkDeeply(ChunkRow row, List<Finding> findings, CancelToken cancel) {
    ChunkId chunk = row.chunk();
    Counted counted = Counted.NOTHING;
    OptionalLong highest = hotCheck.check(row, findings);
    boolean hotIsWhole = isWhole(chunk, highest);
    if (row.hot() == HotState.READY && findings.stream().noneMatch(Audit::isViolation)) {
      ChunkReport report = verification.verify(chunk, Set.of(Verification.Part.HOT), cancel);
      counted = counted.plus(report);
      report.failure().ifPresent(failure -> findings.add(saying(hotCheck.told(row, failure))));
      hotIsWhole &= report.isClean();
    }
    Optional<PackForm> packForm = artifactCheck.check(row, hotIsWhole, findings);
    if (packForm.isPresent()) {
      ChunkReport report = verification.verify(chunk, Set.of(Verification.Part.PACK), cancel);
      counted = counted.plus(report);
      boolean local = hotIsWhole;
      report
          .failure()
          .ifPresent(
              failure ->
                  findings.add(
                      saying(artifactCheck.told(chunk, ArtifactKind.LEDGERS, failure, local))));
    }
    return counted;
  }

  /** If two chunks do not link, either may be the wrong one; the audit cannot tell which. */
  private Finding saying(Finding finding) {
    ChunkId chunk = finding.chunk().orElseThrow();
    boolean atBorder =
        finding
            .failure()
            .filter(BrokenChain.class::isInstance)
            .map(failure -> ((BrokenChain) failure).sequence())
            .filter(at -> at == geometry.first(chunk) || at > geometry.last(chunk))
            .isPresent();
    return atBorder
        ? finding.withText(
            finding.text()
                + "; this chunk or its neighbour belongs to another chain: find out which, repair"
                + " that one, and audit again before the other")
        : finding;
  }

  private static boolean isViolation(Finding finding) {
    return finding.severity().isViolation();
  }

  private boolean isWhole(ChunkId chunk, OptionalLong highest) {
    return highest.isPresent() && highest.getAsLong() == geometry.last(chunk);
  }

  /** Nobody reads it, so its files are not looked at. */
  private static Finding leftBelowFloor(ChunkRow row) {
    boolean isCutShort =
        row.hot() == HotState.TRANSIENT
            || !row.kindsIn(ArtifactState.FREEZING).isEmpty()
            || !row.kindsIn(ArtifactState.PRUNING).isEmpty();
    return Finding.of(
        Violation.LEFT_BELOW_FLOOR,
        isCutShort ? Severity.UNFINISHED : Severity.NOTE,
        row.chunk(),
        CatalogKey.EARLIEST_LEDGER,
        "the chunk lies below the store's earliest ledger and is not removed yet; a sweep removes it",
        new OperatorStep.Sweep());
  }

  /** What lies below the floor is never adopted. */
  private static Finding withoutAdopting(Finding finding) {
    return finding.withSteps(
        finding.steps().stream()
            .filter(step -> !(step instanceof OperatorStep.AdoptPack))
            .filter(step -> !(step instanceof OperatorStep.AdoptHot))
            .toList());
  }

  private Finding told(Orphan orphan) {
    ChunkId chunk = orphan.chunk();
    if (orphan.kind().isEmpty()) {
      return Finding.of(Violation.HOT_WITHOUT_KEY, chunk, orphan.path(), hot.unadopted(chunk));
    }
    return Finding.of(
        Violation.FILE_WITHOUT_KEY,
        chunk,
        orphan.path(),
        files.unadopted(orphan.kind().get(), chunk));
  }
}
