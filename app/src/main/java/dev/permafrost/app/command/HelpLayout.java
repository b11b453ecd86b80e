package dev.permafrost.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The layout of the help: a short synopsis, the command's own options first and then those of all
 * commands in groups, the commands in groups with one sentence each, and examples.
 */
final class HelpLayout {

  private static final Set<String> STORE = Set.of("--data", "--catalog", "--hot", "--cold");
  private static final Set<String> LAKE =
      Set.of("--network", "--per-batch", "--per-partition", "--coverage-timeout");
  private static final String LAKE_OPTIONS = "--lake";
  private static final Set<String> TRUST = Set.of("--trust", "--trust-file");
  private static final Set<String> OUTPUT = Set.of("--json", "--quiet", "--debug");
  private static final Set<String> OTHERS = Set.of("--config", "--help", "--version");

  private static final Set<String> WITHOUT_STORE =
      Set.of(
          "permafrost lake",
          "permafrost lake survey",
          "permafrost lake check",
          "permafrost lake copy",
          "permafrost lake forge",
          "permafrost lake serve",
          "permafrost pack",
          "permafrost pack inspect",
          "permafrost pack verify");

  private static final Set<String> WITHOUT_LAKE =
      Set.of(
          "permafrost adopt",
          "permafrost cat",
          "permafrost demo",
          "permafrost discard",
          "permafrost lake",
          "permafrost lake serve",
          "permafrost pack inspect",
          "permafrost pack verify",
          "permafrost status",
          "permafrost sweep",
          "permafrost verify");

  private static final Set<String> OF_A_NETWORK = Set.of("permafrost adopt", "permafrost demo");

  /** The groups of the commands; a command without a group comes last. */
  private static final Map<String, List<String>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("To begin", List.of("demo", "plan", "config"));
    COMMANDS.put("Fill a store", List.of("follow", "ingest", "freeze", "discard"));
    COMMANDS.put("Look into a store", List.of("status", "verify", "audit", "cat"));
    COMMANDS.put("Repair a store", List.of("adopt", "sweep", "recover"));
    COMMANDS.put("Lakes and packs", List.of("lake", "pack"));
  }

  private HelpLayout() {}

  /** Formats the help of a command. */
  static void apply(CommandLine line) {
    Map<String, CommandLine.IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, help -> synopsis(help));
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help));
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commands(help));
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> examples(help));
    line.setHelpSectionMap(sections);
    if (!line.getSubcommands().isEmpty()) {
      // Commands are shown before options.
      List<String> keys = new ArrayList<>(line.getHelpSectionKeys());
      keys.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
      keys.add(
          keys.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST),
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
      line.setHelpSectionKeys(keys);
    }
  }

  private static String synopsis(Help help) {
    StringBuilder words = new StringBuilder(help.commandSpec().qualifiedName());
    for (OptionSpec option : help.commandSpec().options()) {
      if (option.required()) {
        words.append(' ').append(option.longestName()).append(' ').append(option.paramLabel());
      }
    }
    words.append(" [OPTIONS]");
    for (PositionalParamSpec parameter : help.commandSpec().positionalParameters()) {
      words.append(' ').append(parameter.paramLabel());
    }
    if (!help.subcommands().isEmpty()) {
      words.append(" COMMAND");
    }
    return words.append(System.lineSeparator()).toString();
  }

  private static String options(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    for (String name : List.of("Options", "Store", "Lake", "Trust", "Output", "Others")) {
      groups.put(name, new ArrayList<>());
    }
    help.commandSpec().options().stream()
        .filter(option -> !option.hidden() && isOfUse(option, help))
        .forEach(
            option ->
                groups.computeIfAbsent(groupOf(option), name -> new ArrayList<>()).add(option));
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (name, options) -> {
          if (!options.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(String.format(Locale.ROOT, "%n%s:%n", name)).append(layout);
          }
        });
    return text.toString();
  }

  /** Whether a common option is useful to this command. Others are accepted, but not shown. */
  private static boolean isOfUse(OptionSpec option, Help help) {
    String command = help.commandSpec().qualifiedName();
    return switch (groupOf(option)) {
      case "Store" -> !WITHOUT_STORE.contains(command);
      case "Lake" ->
          !WITHOUT_LAKE.contains(command)
              || (OF_A_NETWORK.contains(command) && option.longestName().equals("--network"));
      default -> true;
    };
  }

  /** For {@code recover} and {@code adopt}, the names of two roots are flags of the command. */
  private static String groupOf(OptionSpec option) {
    String name = option.longestName();
    if (STORE.contains(name) && option.arity().max() > 0) {
      return "Store";
    }
    if (LAKE.contains(name) || name.startsWith(LAKE_OPTIONS)) {
      return "Lake";
    }
    if (TRUST.contains(name)) {
      return "Trust";
    }
    if (OUTPUT.contains(name)) {
      return "Output";
    }
    return OTHERS.contains(name) ? "Others" : "Options";
  }

  private static String commands(Help help) {
    Map<String, Help> left = new LinkedHashMap<>(help.subcommands());
    StringBuilder text = new StringBuilder();
    COMMANDS.forEach(
        (group, names) -> {
          List<String> there = names.stream().filter(left::containsKey).toList();
          if (!there.isEmpty() && help.commandSpec().parent() == null) {
            text.append(String.format(Locale.ROOT, "%n%s:%n", group));
            there.forEach(name -> text.append(line(name, help.subcommands().get(name))));
            left.keySet().removeAll(there);
          }
        });
    if (!left.isEmpty()) {
      text.append(String.format(Locale.ROOT, "%nCommands:%n"));
      left.forEach((name, command) -> text.append(line(name, command)));
    }
    return text.toString();
  }

  private static String line(String name, @Nullable Help command) {
    if (command == null) {
      return "";
    }
    String[] description = command.commandSpec().usageMessage().description();
    return String.format(
        Locale.ROOT, "  %-9s%s%n", name, description.length == 0 ? "" : summary(description[0]));
  }

  /** The first sentence, up to its first colon. */
  private static String summary(String description) {
    int end = description.length();
    for (String mark : List.of(". ", ": ")) {
      int found = description.indexOf(mark);
      end = found < 0 ? end : Math.min(end, found);
    }
    String sentence = description.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String examples(Help help) {
    List<String> lines = HelpExamples.of(help.commandSpec().qualifiedName());
    if (lines.isEmpty()) {
      return "";
    }
    String heading = lines.size() == 1 ? "Example" : "Examples";
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%n%s:%n", heading));
    lines.forEach(line -> text.append(String.format(Locale.ROOT, "  %s%n", line)));
    return text.toString();
  }
}
