package dev.permafrost.app.command;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.FailureText;
import dev.permafrost.app.progress.ProgressPhase;
import dev.permafrost.backend.DataLake;
import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditReport;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.AuditedChunk;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.NewestLedger;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.wiring.OpenStore;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Checks a whole store against its invariants, and prints the command that repairs each violation.
 */
@Command(
    name = "audit",
    description = {
      "Compares the catalog with the files on disk: a row for each chunk, and for what belongs to"
          + " none. Names the command that repairs each violation; with --lake, those that fetch"
          + " again, too. Changes nothing, and is refused while a writer has the store open.",
      "Files that the store did not make are only noted."
    })
final class AuditCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption which;

  @Option(
      names = "--deep",
      arity = "0",
      description = "Read every byte of packs and hot data, and check the chain across chunks.")
  private boolean deep;

  @Option(names = "--fail-fast", arity = "0", description = "Stop at the first violation.")
  private boolean failFast;

  @Override
  public ExitCode perform(Invocation in) {
    AuditRows rows = new AuditRows(deep, new StepCommands(in.options()));
    try (OpenStore<StoreView> opened = in.openForReading()) {
      AuditReport report = audit(opened.store(), rows, in);
      lag(opened.store(), in).ifPresent(rows::lags);
      rows.ended(report.chunksLeft(), false);
    } catch (Cancelled e) {
      rows.ended(rows.chunksLeft(), true);
      in.console().note("permafrost: cancelled; the findings so far are printed");
      return rows.print(in.console()).worse(ExitCode.of(e));
    }
    return rows.print(in.console());
  }

  private AuditReport audit(StoreView view, AuditRows rows, Invocation in) {
    AuditRequest request =
        new AuditRequest(
            Optional.ofNullable(which.chunks).map(span -> new TreeSet<>(span.chunks())),
            deep,
            failFast);
    in.progress().step("reading the directories of the roots");
    int known = view.catalog().scan().rows().size();
    int expected = which.chunks == null ? known : which.chunks.count();
    long perChunk = Geometry.STANDARD.ledgersPerChunk();
    if (deep) {
      return in.progress()
          .overChunks(
              "audit",
              expected,
              perChunk,
              () -> view.audit().run(request, telling(rows, in, () -> {}), in.cancel()));
    }
    try (ProgressPhase phase = in.progress().overLedgers("audit", expected * perChunk)) {
      Runnable further = () -> phase.reached(rows.chunks() * perChunk);
      return view.audit().run(request, telling(rows, in, further), in.cancel());
    }
  }

  /**
   * How far the store is behind its lake. Hot data and a witness that were rolled back together are
   * consistent; only newer ledgers elsewhere show it.
   */
  private static Optional<LakeLag> lag(StoreView view, Invocation in) {
    if (in.lakes().isEmpty()) {
      return Optional.empty();
    }
    in.progress().step("asking the lake for its tip");
    try (DataLake lake = in.openLake()) {
      OptionalLong tip = lake.tip(in.patience(), in.cancel());
      OptionalLong newest =
          view.inventory().newest().map(NewestLedger::sequence).stream()
              .mapToLong(Long::longValue)
              .findFirst();
      return Optional.of(new LakeLag(lake.location(), newest, tip));
    } catch (Cancelled e) {
      throw e;
    } catch (StorageFailure e) {
      in.console()
          .note("permafrost: how far the store is behind the lake is unknown: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Prints findings at once: a run can take hours. */
  private static Audit.Listener telling(AuditRows rows, Invocation in, Runnable further) {
    return new Audit.Listener() {
      @Override
      public void begins(int chunks) {
        rows.expect(chunks);
      }

      @Override
      public void audited(AuditedChunk chunk) {
        rows.add(chunk);
        chunk.findings().forEach(finding -> say(finding, in));
        further.run();
      }

      @Override
      public void elsewhere(Finding finding) {
        rows.add(finding);
        say(finding, in);
      }
    };
  }

  private static void say(Finding finding, Invocation in) {
    if (finding.severity().isViolation()) {
      in.progress().say("permafrost: " + finding.violation().code() + ": " + finding.text());
      finding
          .notice()
          .map(notice -> FailureText.lines(notice, new StepCommands(in.options())))
          .ifPresent(lines -> lines.forEach(in.progress()::say));
    }
  }
}
