package dev.permafrost.app.command;

import dev.permafrost.domain.audit.Repair;
import dev.permafrost.ports.artifact.ArtifactKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what ends a violation as commands of this program, ready to be pasted into a shell: with
 * the roots of the store that was audited, and with its lake, if it was named.
 */
final class RepairCommands {

  private static final String AND = " && ";

  private final PermafrostCommand options;

  RepairCommands(PermafrostCommand options) {
    this.options = options;
  }

  /** The commands, joined so that the second is run if the first did its work; empty if none. */
  Optional<String> line(Repair repair) {
    List<String> commands = commands(repair);
    return commands.isEmpty() ? Optional.empty() : Optional.of(String.join(AND, commands));
  }

  /** What is left to be done by hand or later, in words; empty if nothing is. */
  Optional<String> advice(Repair repair) {
    if (repair instanceof Repair.ByHand byHand) {
      return Optional.of(byHand.advice());
    }
    if (repair instanceof Repair.MakeAnew anew && !canBeMade(anew)) {
      return Optional.of(
          "there is no source of its ledgers here: name a lake with --lake, or have them made anew"
              + " later with freeze");
    }
    return repair instanceof Repair.GiveUpHot
        ? Optional.of("what is not frozen of it is then to be fetched again with ingest or freeze")
        : Optional.empty();
  }

  private List<String> commands(Repair repair) {
    if (repair instanceof Repair.Sweep) {
      return List.of(command("sweep"));
    }
    if (repair instanceof Repair.Discard discard) {
      return List.of(command("discard", "--chunks", discard.chunk()));
    }
    if (repair instanceof Repair.GiveUpHot lost) {
      return List.of(
          command("recover", "--chunks", lost.chunk(), "--hot", "--yes"),
          command("discard", "--chunks", lost.chunk()));
    }
    if (repair instanceof Repair.RewriteWitness witness) {
      return List.of(command("recover", "--chunks", witness.chunk(), "--witness", "--yes"));
    }
    if (repair instanceof Repair.RemoveOrphans) {
      return List.of(command("recover", "--orphans", "--yes"));
    }
    return repair instanceof Repair.MakeAnew anew ? makeAnew(anew) : List.of();
  }

  private List<String> makeAnew(Repair.MakeAnew anew) {
    List<String> commands = new ArrayList<>();
    if (anew.demoteFirst() || !canBeMade(anew)) {
      commands.add(
          command(
              "recover", "--chunks", anew.chunk(), "--artifacts", names(anew.kinds()), "--yes"));
    }
    commands.add(canBeMade(anew) ? freeze(anew) : command("sweep"));
    return commands;
  }

  private String freeze(Repair.MakeAnew anew) {
    List<Object> words = new ArrayList<>(List.of("freeze", "--chunks", anew.chunk()));
    if (!anew.localSource() && !options.lakes.isEmpty()) {
      options.lakes.forEach(lake -> words.addAll(List.of("--lake", lake)));
      if (options.network != null) {
        words.addAll(List.of("--network", options.network));
      }
    }
    return command(words.toArray());
  }

  private boolean canBeMade(Repair.MakeAnew anew) {
    return anew.localSource() || !options.lakes.isEmpty();
  }

  private static String names(Collection<ArtifactKind> kinds) {
    return kinds.stream().map(ArtifactKind::name).collect(Collectors.joining(","));
  }

  /** The roots stand before the command, where every command takes them. */
  private String command(Object... words) {
    List<String> line = new ArrayList<>(List.of("permafrost"));
    root(line, "--data", options.data);
    root(line, "--catalog", options.catalog);
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
