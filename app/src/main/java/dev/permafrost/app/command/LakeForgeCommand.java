package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.progress.ProgressPhase;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.LedgerTemplate;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeReport;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a lake of forged ledgers. */
@Command(
    name = "forge",
    description = "Makes a lake of linked ledgers, from nothing or grown from a real one.")
final class LakeForgeCommand implements Action {

  /**
   * The passphrase of a network that does not exist, so that a forged lake is not taken for a real
   * one.
   */
  static final String FORGED_NETWORK = "Permafrost Forged Network ; 2026";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The directory of the lake: absent or empty.")
  @SuppressWarnings("NullAway.Init") // required: set before the command runs
  private Path out;

  @Option(names = "--first", paramLabel = "SEQ", required = true, description = "The first ledger.")
  private long first;

  @Option(names = "--ledgers", paramLabel = "N", required = true, description = "How many.")
  private long ledgers;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "A lake object, or a stream of length-prefixed ledgers, to grow them from.")
  private @Nullable Path template;

  @Option(
      names = "--template-index",
      paramLabel = "I",
      defaultValue = "0",
      description = "Which ledger of the template (default: 0, the first).")
  private int templateIndex;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The seed of everything in it (default: 1).")
  private long seed;

  @Override
  public ExitCode perform(Invocation in) {
    LedgerRange asked = asked();
    long begunNanos = in.time().nanoTime();
    LakeReport report;
    try (ProgressPhase phase = in.progress().overLedgers("forge", ledgers)) {
      String network = in.options().network;
      LakeForge forge =
          LakeForge.into(
                  out,
                  new LakeShape(
                      network == null ? FORGED_NETWORK : network,
                      in.options().perBatch == null ? 1 : in.options().perBatch,
                      in.options().perPartition == null ? 64_000 : in.options().perPartition,
                      "zst"))
              .withWorkers(Runtime.getRuntime().availableProcessors())
              .withCancel(in.cancel())
              .withProgress(phase::reached);
      report = forge.forge(ledgerForge(), asked);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()), e);
    }
    tell(report, in.since(begunNanos), in);
    return ExitCode.DONE;
  }

  private LedgerRange asked() {
    if (ledgers < 1 || first < LedgerForge.GENESIS_SUCCESSOR) {
      throw new WrongUsage(
          "--first is at least "
              + LedgerForge.GENESIS_SUCCESSOR
              + " and --ledgers at least 1, not "
              + first
              + " and "
              + ledgers);
    }
    try {
      return new LedgerRange(first, Math.addExact(first, ledgers - 1));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WrongUsage("the last ledger would be above " + LedgerRange.MAX_SEQUENCE, e);
    }
  }

  private LedgerForge ledgerForge() {
    if (template == null) {
      return LedgerForge.small(seed);
    }
    try {
      return LedgerForge.grownFrom(LedgerTemplate.read(template, templateIndex), seed);
    } catch (IOException | LedgerFormatException e) {
      throw new WrongUsage("--template: " + e.getMessage(), e);
    }
  }

  private void tell(LakeReport report, Duration elapsed, Invocation in) {
    if (report.isRounded()) {
      in.console()
          .note(
              "objects are whole: wrote ledgers "
                  + report.written()
                  + ", asked were "
                  + report.asked());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", out.toString());
    fields.put("firstLedger", report.written().first());
    fields.put("lastLedger", report.written().last());
    fields.put("objects", report.objects());
    fields.put("rawBytes", report.rawBytes());
    fields.put("storedBytes", report.storedBytes());
    fields.put("elapsedMillis", elapsed.toMillis());
    in.console()
        .result(
            () ->
                List.of(
                    "lake "
                        + out
                        + ": ledgers "
                        + report.written()
                        + " in "
                        + Quantity.count(report.objects())
                        + " objects, "
                        + Quantity.bytes(report.rawBytes())
                        + " raw, "
                        + Quantity.bytes(report.storedBytes())
                        + " stored, in "
                        + Quantity.time(elapsed)),
            () -> fields);
  }
}
