package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.catalog.CatalogScan;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.chain.HeaderProof;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.wiring.OpenStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the stored ledgers. */
@Command(
    name = "verify",
    description =
        "Checks every stored frame, sequence, header hash and link: a row for "
            + "each chunk. Changes nothing.")
final class VerifyCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption which;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private TrustOption trust;

  @Override
  public ExitCode perform(Invocation in) {
    try (OpenStore<StoreView> opened = in.openForReading(trust.anchors())) {
      StoreView view = opened.store();
      ExitCode worst = ExitCode.DONE;
      List<ChunkId> chunks;
      if (which.chunks == null) {
        CatalogScan scan = view.catalog().scan();
        chunks = scan.rows().stream().map(ChunkRow::chunk).toList();
        for (UnknownCatalogEntry entry : scan.unknown()) {
          in.console().failure(entry);
          worst = worst.worse(ExitCode.of(entry));
        }
      } else {
        chunks = which.chunks.chunks();
      }
      return worst.worse(verify(chunks, opened, in));
    }
  }

  private static ExitCode verify(List<ChunkId> chunks, OpenStore<StoreView> opened, Invocation in) {
    ChunkRows rows =
        new ChunkRows(
            in.console(),
            "state",
            "checked",
            "headers",
            ">ledgers",
            ">raw",
            ">time",
            ">rate",
            "notes");
    List<ChunkOutcome<ChunkDrive.Timed<ChunkReport>>> outcomes =
        in.progress()
            .overChunks(
                "verify",
                chunks.size(),
                Geometry.STANDARD.ledgersPerChunk(),
                () ->
                    ChunkDrive.over(
                        chunks,
                        opened,
                        in,
                        chunk -> opened.store().verification().verify(chunk, in.cancel())));
    Map<ChunkId, HeaderProof> proofs = proofs(outcomes, opened.store(), in);
    for (ChunkOutcome<ChunkDrive.Timed<ChunkReport>> outcome : outcomes) {
      ProofText proof = new ProofText(Optional.ofNullable(proofs.get(outcome.chunk())));
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      outcome.result().ifPresent(timed -> add(rows, timed, proof, in));
    }
    return rows.print("no chunk");
  }

  private static Map<ChunkId, HeaderProof> proofs(
      List<ChunkOutcome<ChunkDrive.Timed<ChunkReport>>> outcomes, StoreView view, Invocation in) {
    RunHeaders run = new RunHeaders();
    for (ChunkOutcome<ChunkDrive.Timed<ChunkReport>> outcome : outcomes) {
      Optional<ChunkReport> report = outcome.result().map(ChunkDrive.Timed::value);
      if (report.filter(ChunkReport::isClean).isEmpty()) {
        run.failed(outcome.chunk());
      }
      report.flatMap(ChunkReport::headers).ifPresent(run::checked);
    }
    return run.proofs(view.proofs(), in.cancel());
  }

  private static void add(
      ChunkRows rows, ChunkDrive.Timed<ChunkReport> timed, ProofText proof, Invocation in) {
    ChunkReport report = timed.value();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", report.state().word());
    fields.put("checked", report.part());
    proof.putInto(fields);
    fields.put("ledgers", report.ledgers());
    fields.put("rawBytes", report.rawBytes());
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    NotesText.putInto(fields, report.notes());
    Object[] cells = {
      report.state().word(),
      report.part().isEmpty() ? "-" : report.part(),
      proof.cell(),
      Quantity.count(report.ledgers()),
      Quantity.bytes(report.rawBytes()),
      Quantity.time(timed.elapsed()),
      Quantity.rate(report.ledgers(), timed.elapsed()),
      report.notes().texts().isEmpty() ? "-" : String.join("; ", report.notes().texts())
    };
    if (report.failure().isPresent()) {
      in.console().failure(report.failure().get());
      rows.addFailure(report.chunk(), "failed", fields, report.failure().get(), cells);
    } else {
      rows.add(report.chunk(), report.part().isEmpty() ? "nothing" : "sound", fields, cells);
    }
  }
}
