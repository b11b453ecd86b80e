package dev.permafrost.app.command;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.recover.PruningReport;
import dev.permafrost.domain.recover.SweepReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.wiring.OpenStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/** Finishes pending removals. */
@Command(
    name = "sweep",
    description = {
      "Removes the files that were given up, and all that is left of chunks below the store's earliest"
          + " ledger, hot databases included.",
      "Catalog keys are deleted last."
    })
final class SweepCommand implements Action {

  @Override
  public ExitCode perform(Invocation in) {
    try (OpenStore<Store> store = in.openExisting()) {
      ChunkRows rows = new ChunkRows(in.console(), "removed", "left alone", "waits");
      for (PruningReport report : store.store().pruning().finish(in.cancel())) {
        add(rows, report, in);
      }
      for (SweepReport report : store.store().sweep().sweepAll(in.cancel())) {
        add(rows, report, in);
      }
      return rows.print("nothing to sweep");
    }
  }

  private static void add(ChunkRows rows, SweepReport report, Invocation in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("removed", names(report.removed()));
    fields.put("skipped", names(report.skipped()));
    fields.put("waiting", names(report.waiting()));
    Object[] cells = {
      String.join(",", names(report.removed())),
      String.join(",", names(report.skipped())),
      String.join(",", names(report.waiting()))
    };
    if (report.failure().isPresent()) {
      in.console().failure(report.failure().get());
      rows.addFailure(report.chunk(), "failed", fields, report.failure().get(), cells);
    } else {
      rows.add(report.chunk(), "swept", fields, cells);
    }
  }

  /** What lies below the floor goes whole. */
  private static void add(ChunkRows rows, PruningReport report, Invocation in) {
    if (report.failure().isPresent()) {
      in.console().failure(report.failure().get());
      rows.addFailure(report.chunk(), "failed", Map.of(), report.failure().get(), "", "", "");
    } else {
      rows.add(report.chunk(), report.isGone() ? "pruned" : "waits", Map.of(), "", "", "");
    }
  }

  private static List<String> names(Set<ArtifactKind> kinds) {
    return kinds.stream().sorted().map(ArtifactKind::name).toList();
  }
}
