package dev.permafrost.app.command;

import dev.permafrost.app.config.ByteRate;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.plan.ChunkWork;
import dev.permafrost.app.plan.LakeEstimate;
import dev.permafrost.app.space.SpaceNeed;
import dev.permafrost.ports.failure.TooLittleSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a freeze of chunks would take, before it is started. */
@Command(
    name = "plan",
    description = {
      "Shows the work left to have chunks frozen, and what it will take: objects and bytes to"
          + " fetch, bytes on disk, free space, time. Changes nothing, and can run while a writer"
          + " does.",
      "Without --data it plans for an empty store. Exits with 4 if it cannot fit."
    })
final class PlanCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description =
          "How many bytes a second come from the lake, or with K, M or G after the number "
              + "(default: as measured while sampling).")
  private @Nullable String rate;

  @Override
  public ExitCode perform(Invocation in) {
    OptionalLong given = rate == null ? OptionalLong.empty() : OptionalLong.of(parsedRate(rate));
    boolean hasStore = in.namesAStore();
    ChunkWork work =
        ChunkWork.of(
            which.chunks.chunks(), hasStore ? in.glimpse(which.chunks::contains) : List.of());
    LakeEstimate fetched = estimate(work, in);
    OptionalLong packs =
        fetched.frameBytes().isPresent()
            ? OptionalLong.of(fetched.frameBytes().getAsLong() + work.wholeHotBytes())
            : OptionalLong.empty();
    Optional<SpaceNeed> need =
        hasStore && packs.isPresent()
            ? Optional.of(
                SpaceNeed.of(
                    in.volumes(),
                    Map.of(
                        in.roots().cold(), packs.getAsLong(),
                        in.roots().hot(), 0L,
                        in.roots().catalog(), 0L)))
            : Optional.empty();
    PlanReport report = new PlanReport(which.chunks, work, fetched, packs, given, need, hasStore);
    in.console().result(report::lines, report::fields);
    Optional<TooLittleSpace> failure =
        need.flatMap(space -> space.failure("freeze chunks " + which.chunks));
    failure.ifPresent(in.console()::failure);
    return failure.map(ExitCode::of).orElse(ExitCode.DONE);
  }

  private static long parsedRate(String text) {
    return Named.option("--rate", () -> ByteRate.parse(text));
  }

  private static LakeEstimate estimate(ChunkWork work, Invocation in) {
    return work.fromLake().isEmpty()
        ? LakeEstimate.NOTHING
        : LakeQuestions.estimate(in, work.lakeRanges(), true);
  }
}
