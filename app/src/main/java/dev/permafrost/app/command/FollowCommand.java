package dev.permafrost.app.command;

import dev.permafrost.app.command.ListenOption.Listening;
import dev.permafrost.app.follow.FollowPlan;
import dev.permafrost.app.follow.Follower;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.backend.DataLake;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.wiring.OpenStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a store up to date with a lake until it is stopped. */
@Command(
    name = "follow",
    description = {
      "Keeps a store up to date with a lake: takes the newest chunk ledger by ledger, freezes full "
          + "chunks, discards their hot data, and removes chunks below the retention. "
          + "Runs until it is stopped by Ctrl-C or SIGTERM; the next run continues where it ended."
    })
final class FollowCommand implements Action {

  @Option(
      names = "--from",
      paramLabel = "CHUNK",
      description = {
        "The first chunk to hold (default: the lowest that the store holds; in an empty store the "
            + "lake's newest)."
      })
  private @Nullable Integer from;

  @Option(
      names = "--retain",
      paramLabel = "N",
      description = "How many whole chunks to keep below the newest (default: all).")
  private @Nullable Integer retain;

  @Option(
      names = "--freeze-behind",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many full chunks stay hot below the newest (default: 0).")
  private int freezeBehind;

  @Option(
      names = "--poll",
      paramLabel = "TIME",
      defaultValue = "1s",
      description = "How long to wait before the lake is asked again (default: 1s).")
  private Duration poll = Duration.ofSeconds(1);

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private SpaceOption space;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ListenOption listen;

  @Override
  @SuppressWarnings("try") // serves until it is closed
  public ExitCode perform(Invocation in) {
    FollowPlan plan = plan();
    try (Listening listening = listen.begin(in, "follow");
        DataLake lake = in.openLake()) {
      FollowRoom room = new FollowRoom(space.check(in), in, lake);
      room.requireAtStart();
      return follow(plan, lake, room, listening, in);
    }
  }

  @SuppressWarnings("try") // serves until it is closed
  private static ExitCode follow(
      FollowPlan plan, DataLake lake, FollowRoom room, Listening listening, Invocation in) {
    try (OpenStore<Store> store = in.openOver(lake);
        Listening serving = listening.serving(store)) {
      Follower follower =
          new Follower(
              store.store(), store.kinds(), lake, plan, room, in.time(), in.progress()::say);
      OptionalLong highest = follower.run(in.cancel());
      Map<String, Object> fields = new LinkedHashMap<>();
      highest.ifPresent(sequence -> fields.put("highest", sequence));
      in.console()
          .result(
              () ->
                  List.of(
                      highest.isPresent()
                          ? "stopped; the highest ledger stored is " + highest.getAsLong()
                          : "stopped; no ledger was stored"),
              () -> fields);
      return ExitCode.DONE;
    }
  }

  private FollowPlan plan() {
    if (retain != null && retain < 1) {
      throw new WrongUsage("--retain is 1 or more, not " + retain);
    }
    if (freezeBehind < 0) {
      throw new WrongUsage("--freeze-behind is 0 or more, not " + freezeBehind);
    }
    if (poll.isZero() || poll.isNegative()) {
      throw new WrongUsage("--poll is more than 0");
    }
    Optional<ChunkId> first = Optional.empty();
    if (from != null) {
      int largest = Geometry.STANDARD.largest().value();
      if (from < 0 || from > largest) {
        throw new WrongUsage("--from is a chunk, 0 to " + largest + ", not " + from);
      }
      first = Optional.of(new ChunkId(from));
    }
    return new FollowPlan(
        first, retain == null ? OptionalInt.empty() : OptionalInt.of(retain), freezeBehind, poll);
  }
}
