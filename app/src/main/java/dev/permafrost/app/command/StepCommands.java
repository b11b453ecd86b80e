package dev.permafrost.app.command;

import dev.permafrost.app.outcome.StepLines;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OperatorStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints the steps of notices and audits as commands of this program, ready to paste into a shell,
 * with the roots of the store and with its lake, if one was named.
 */
final class StepCommands implements StepLines {

  private static final String AND = " && ";
  private static final String CHUNKS = "--chunks";
  private static final String YES = "--yes";

  private final PermafrostCommand options;

  StepCommands(PermafrostCommand options) {
    this.options = options;
  }

  /**
   * The commands, joined so that the second runs only if the first succeeded; empty if there are
   * none.
   */
  @Override
  public Optional<String> line(OperatorStep step) {
    List<String> commands = commands(step);
    return commands.isEmpty() ? Optional.empty() : Optional.of(String.join(AND, commands));
  }

  /** What remains to be done by hand or later, in words; empty if nothing does. */
  Optional<String> advice(OperatorStep step) {
    if (step instanceof OperatorStep.ByHand byHand) {
      return Optional.of(byHand.words());
    }
    if (step instanceof OperatorStep.MakeAgain again && !canBeMade(again)) {
      return Optional.of(
          "there is no source of its ledgers here: name a lake with --lake, or have them made again"
              + " later with freeze");
    }
    return step instanceof OperatorStep.GiveUpHot
        ? Optional.of("what is not frozen of it is then to be fetched again with ingest or freeze")
        : Optional.empty();
  }

  private List<String> commands(OperatorStep step) {
    if (step instanceof OperatorStep.Sweep) {
      return List.of(command("sweep"));
    }
    if (step instanceof OperatorStep.Discard discard) {
      return List.of(command("discard", CHUNKS, discard.chunk()));
    }
    if (step instanceof OperatorStep.LoseUnfrozen lose) {
      return List.of(lose(lose.chunk()));
    }
    if (step instanceof OperatorStep.Freeze freeze) {
      return List.of(command("freeze", CHUNKS, freeze.chunk()));
    }
    if (step instanceof OperatorStep.MakeAgain again) {
      return makeAgain(again);
    }
    if (step instanceof OperatorStep.AdoptPack pack) {
      return List.of(adopt(pack.chunk()));
    }
    return step instanceof OperatorStep.AdoptHot hot
        ? List.of(adopt(hot.chunk(), PermafrostLine.HOT))
        : recoveries(step);
  }

  private List<String> recoveries(OperatorStep step) {
    if (step instanceof OperatorStep.GiveUpHot lost) {
      return List.of(
          command("recover", CHUNKS, lost.chunk(), PermafrostLine.HOT, YES),
          lost.isFrozen() ? command("discard", CHUNKS, lost.chunk()) : lose(lost.chunk()));
    }
    if (step instanceof OperatorStep.GiveUpChunk lost) {
      return List.of(
          command(
              "recover", CHUNKS, lost.chunk(), PermafrostLine.HOT, "--artifacts", "ledgers", YES),
          command("sweep"),
          lose(lost.chunk()));
    }
    if (step instanceof OperatorStep.GiveUpArtifacts lost) {
      return List.of(giveUp(lost.chunk(), lost.kinds()), command("sweep"));
    }
    if (step instanceof OperatorStep.RewriteWitness witness) {
      return List.of(command("recover", CHUNKS, witness.chunk(), "--witness", YES));
    }
    if (step instanceof OperatorStep.RemoveOrphans orphans) {
      List<Object> words = new ArrayList<>(List.of("recover", "--orphans", CHUNKS));
      words.add(orphans.chunk());
      if (orphans.packsToo()) {
        words.add("--packs-too");
      }
      if (orphans.hotToo()) {
        words.add("--hot-too");
      }
      words.add(YES);
      return List.of(command(words.toArray()));
    }
    return step instanceof OperatorStep.RecoverCatalog
        ? List.of(command("recover", PermafrostLine.CATALOG, YES))
        : List.of();
  }

  /** Adopted data does not name its network; if the run was told it, the command names it. */
  private String adopt(ChunkId chunk, String... flags) {
    List<Object> words = new ArrayList<>(List.of("adopt", CHUNKS, chunk));
    words.addAll(List.of(flags));
    if (options.network != null) {
      words.addAll(List.of("--network", options.network));
    }
    return command(words.toArray());
  }

  private String lose(ChunkId chunk) {
    return command("discard", CHUNKS, chunk, "--lose-unfrozen", YES);
  }

  private String giveUp(ChunkId chunk, Collection<ArtifactKind> kinds) {
    return command("recover", CHUNKS, chunk, "--artifacts", names(kinds), YES);
  }

  private List<String> makeAgain(OperatorStep.MakeAgain again) {
    List<String> commands = new ArrayList<>();
    if (again.demoteFirst() || !canBeMade(again)) {
      commands.add(giveUp(again.chunk(), again.kinds()));
    }
    commands.add(canBeMade(again) ? freeze(again) : command("sweep"));
    return commands;
  }

  private String freeze(OperatorStep.MakeAgain again) {
    List<Object> words = new ArrayList<>(List.of("freeze", CHUNKS, again.chunk()));
    if (!again.localSource() && !options.lakes.isEmpty()) {
      options.lakes.forEach(lake -> words.addAll(List.of("--lake", lake)));
      if (options.network != null) {
        words.addAll(List.of("--network", options.network));
      }
    }
    return command(words.toArray());
  }

  private boolean canBeMade(OperatorStep.MakeAgain again) {
    return again.localSource() || !options.lakes.isEmpty();
  }

  private static String names(Collection<ArtifactKind> kinds) {
    return kinds.stream().map(ArtifactKind::name).collect(Collectors.joining(","));
  }

  /** The options for the roots precede the command, where every command accepts them. */
  private String command(Object... words) {
    List<String> line = new ArrayList<>(List.of("permafrost"));
    root(line, "--data", options.data);
    root(line, PermafrostLine.CATALOG, options.catalog);
    root(line, PermafrostLine.HOT, options.hot);
    root(line, "--cold", options.cold);
    for (Object word : words) {
      line.add(ShellWord.quoted(word.toString()));
    }
    return String.join(" ", line);
  }

  private static void root(List<String> line, String option, @Nullable Path path) {
    if (path != null) {
      line.add(option);
      line.add(ShellWord.quoted(path.toAbsolutePath().toString()));
    }
  }
}
