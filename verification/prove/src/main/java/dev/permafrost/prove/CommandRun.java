package dev.permafrost.prove;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of bin/prove that was run to its end.
 *
 * @param command what a person types behind bin/prove to run it again
 * @param held whether it exited with 0
 * @param lines all that it said
 * @param seconds how long it took
 */
record CommandRun(String command, boolean held, List<String> lines, long seconds) {

  /** Runs a command of bin/prove. */
  @FunctionalInterface
  interface Commands {
    /**
     * Runs it.
     *
     * @return its exit code
     */
    int run(List<String> arguments, PrintWriter out, PrintWriter err);
  }

  CommandRun {
    lines = List.copyOf(lines);
  }

  /** Runs a command, and keeps what it says. */
  static CommandRun of(Commands commands, String command) {
    StringWriter said = new StringWriter();
    PrintWriter saying = new PrintWriter(said);
    long begunNanos = System.nanoTime();
    boolean held = commands.run(List.of(command.split(" ")), saying, saying) == 0;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos);
    return new CommandRun(command, held, said.toString().lines().toList(), seconds);
  }

  /** The last line, which has the figures of what held. */
  String figures() {
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  /** How it ended. */
  String end() {
    return "bin/prove " + command + (held ? " held in " : " FAILED in ") + seconds + " s";
  }
}
