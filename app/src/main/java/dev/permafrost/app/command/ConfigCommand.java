package dev.permafrost.app.command;

import dev.permafrost.app.config.Settings;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.outcome.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Shows the values of options, and where each comes from. */
@Command(
    name = "config",
    description = {
      "Shows the settings in force: each option of all commands, and options of single commands"
          + " that a variable or the file sets, with the source of each value. Secrets are hidden.",
      "The command line takes precedence, then the variable, then the file, then the default."
    })
final class ConfigCommand implements Action {

  private static final Set<String> NOT_SHOWN = Set.of("help", "version");

  /**
   * One option.
   *
   * @param name its long name
   * @param commands the commands that have it; empty for those of all commands
   * @param values its values; empty if it is not set
   * @param source where they come from
   */
  private record Row(String name, Set<String> commands, List<String> values, String source) {

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("option", name);
      fields.put("variable", Settings.variable(name));
      fields.put("commands", commands);
      fields.put("values", values);
      fields.put("from", source);
      return fields;
    }
  }

  @Override
  public ExitCode perform(Invocation in) {
    PermafrostLine.Parsed parsed = in.parsed();
    List<Row> rows = new ArrayList<>();
    for (OptionSpec option : parsed.root().options()) {
      if (!NOT_SHOWN.contains(name(option))) {
        rows.add(shared(option, parsed));
      }
    }
    rows.addAll(ofCommands(parsed));
    in.console().result(() -> lines(rows), () -> rows.stream().map(Row::fields).toList());
    return ExitCode.DONE;
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  private static Row shared(OptionSpec option, PermafrostLine.Parsed parsed) {
    List<String> onLine = onLine(option.longestName(), parsed.result());
    if (!onLine.isEmpty()) {
      return row(option, Set.of(), onLine, "command line");
    }
    Optional<Settings.Given> given = parsed.given(option);
    if (given.isPresent()) {
      return row(option, Set.of(), given.get().values(), given.get().source());
    }
    return option.defaultValue() == null
        ? row(option, Set.of(), List.of(), "not set")
        : row(option, Set.of(), List.of(option.defaultValue()), "default");
  }

  private static Row row(
      OptionSpec option, Set<String> commands, List<String> values, String source) {
    String name = name(option);
    List<String> shown = values.stream().map(value -> Secrets.hidden(name, value)).toList();
    return new Row(name, commands, shown, source);
  }

  /** The values given before or after the command. */
  private static List<String> onLine(String option, ParseResult result) {
    List<String> values = new ArrayList<>();
    for (ParseResult part :
        result.asCommandLineList().stream().map(CommandLine::getParseResult).toList()) {
      if (part.hasMatchedOption(option)) {
        values.addAll(part.matchedOption(option).originalStringValues());
      }
    }
    return values;
  }

  private static List<Row> ofCommands(PermafrostLine.Parsed parsed) {
    Map<String, Row> rows = new TreeMap<>();
    addOf(parsed.root().commandLine(), parsed, rows);
    return List.copyOf(rows.values());
  }

  private static void addOf(
      CommandLine parent, PermafrostLine.Parsed parsed, Map<String, Row> rows) {
    for (CommandLine command : parent.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        boolean isShared = parsed.root().findOption(option.longestName()) != null;
        Optional<Settings.Given> given = isShared ? Optional.empty() : parsed.given(option);
        given.ifPresent(
            value -> {
              Row before = rows.get(name(option));
              Set<String> commands = new TreeSet<>(before == null ? Set.of() : before.commands());
              commands.add(
                  command.getCommandSpec().qualifiedName().substring("permafrost ".length()));
              rows.put(name(option), row(option, commands, value.values(), value.source()));
            });
      }
      addOf(command, parsed, rows);
    }
  }

  private static List<String> lines(List<Row> rows) {
    Table table = new Table("option", "value", "from", "commands");
    for (Row row : rows) {
      table.add(
          "--" + row.name(),
          row.values().isEmpty() ? "-" : String.join(", ", row.values()),
          row.source(),
          row.commands().isEmpty() ? "all" : String.join(", ", row.commands()));
    }
    return table.lines();
  }
}
