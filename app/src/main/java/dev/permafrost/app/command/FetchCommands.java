package dev.permafrost.app.command;

import dev.permafrost.app.lake.Problem;
import dev.permafrost.app.lake.ProblemKind;
import dev.permafrost.backend.access.LakeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints the command that fetches a lake's missing objects from another lake, ready to paste into a
 * shell. Unknown parts become shell variables.
 */
final class FetchCommands {

  private static final String OTHER_LAKE = "\"$OTHER_LAKE\"";
  private static final String LAKE_DIR = "\"$LAKE_DIR\"";

  private final PermafrostCommand options;
  private final String from;
  private final String to;

  /**
   * For the lake that a command is about.
   *
   * @param from the other lake's address, if it is known
   * @param to this lake's directory, if it is known
   */
  FetchCommands(Invocation in, Optional<String> from, @Nullable Path to) {
    this.options = in.options();
    // Checked, so that neither an invalid command nor a password is printed.
    from.ifPresent(address -> in.lakeAt("--fetch-from", address));
    this.from = from.map(ShellWord::quoted).orElse(OTHER_LAKE);
    this.to = to == null ? directory(in.lakes()) : quoted(to);
  }

  private static String directory(List<LakeOptions> lakes) {
    boolean isOne = lakes.size() == 1 && lakes.get(0).base().getScheme().equals("file");
    return isOne ? quoted(Path.of(lakes.get(0).base())) : LAKE_DIR;
  }

  private static String quoted(Path path) {
    return ShellWord.quoted(path.toAbsolutePath().toString());
  }

  /** The command; empty if fetching does not resolve the problem. */
  Optional<String> line(Problem problem) {
    if (!problem.kind().isFetchable()) {
      return Optional.empty();
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                "permafrost lake copy --from", from, "--to", to, "--ledgers", problem.ledgers()));
    if (problem.kind() != ProblemKind.MISSING) {
      words.add("--replace");
    }
    if (options.network != null) {
      words.addAll(List.of("--network", ShellWord.quoted(options.network)));
    }
    if (options.perBatch != null) {
      words.addAll(List.of("--per-batch", options.perBatch.toString()));
    }
    if (options.perPartition != null) {
      words.addAll(List.of("--per-partition", options.perPartition.toString()));
    }
    return Optional.of(String.join(" ", words));
  }

  /** The shell variables that must be set first; empty if there are none. */
  Optional<String> advice() {
    List<String> variables = new ArrayList<>();
    if (from.equals(OTHER_LAKE)) {
      variables.add("OTHER_LAKE set to the other lake's address");
    }
    if (to.equals(LAKE_DIR)) {
      variables.add("LAKE_DIR to this lake's directory");
    }
    return variables.isEmpty()
        ? Optional.empty()
        : Optional.of("with " + String.join(" and ", variables));
  }
}
