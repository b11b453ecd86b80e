package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.wiring.OpenStore;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Discards hot databases, unless they are the only copy of their ledgers. */
@Command(
    name = "discard",
    description =
        "Removes the hot databases of chunks. Opens the pack of a frozen chunk first, and refuses "
            + "a chunk that is ready and not frozen, because its hot data is the only copy.")
final class DiscardCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Option(
      names = "--lose-unfrozen",
      arity = "0",
      description = "Discard even chunks that are not frozen; with --yes.")
  private boolean loseUnfrozen;

  @Option(names = "--yes", arity = "0", description = "Confirm the loss.")
  private boolean yes;

  @Override
  public ExitCode perform(Invocation in) {
    ChunkSpan span = which.chunks;
    if (loseUnfrozen && !yes) {
      throw new WrongUsage(
          "--lose-unfrozen gives up the only copy of the ledgers that are not frozen, in chunks "
              + span
              + "; if that is intended, add --yes");
    }
    try (OpenStore<Store> store = in.openExisting()) {
      List<ChunkOutcome<Timed<Boolean>>> outcomes =
          ChunkDrive.over(span.chunks(), store, in, chunk -> discard(chunk, store.store()));
      ChunkRows rows = new ChunkRows(in.console());
      for (ChunkOutcome<Timed<Boolean>> outcome : outcomes) {
        outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
        outcome
            .result()
            .ifPresent(
                done ->
                    rows.add(
                        outcome.chunk(), done.value() ? "discarded" : "nothing to do", Map.of()));
      }
      return rows.print("no chunk");
    }
  }

  private boolean discard(ChunkId chunk, Store store) {
    return loseUnfrozen
        ? store.hot().discardLosingTheOnlyCopy(chunk)
        : store.hot().discardHotDBForChunk(chunk);
  }
}
