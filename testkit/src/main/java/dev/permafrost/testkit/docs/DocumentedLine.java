package dev.permafrost.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line of a page of the documentation, in a block of code or between back-quotes, with a
 * value for each placeholder.
 *
 * @param page the page's file
 * @param text the line as it is printed
 * @param arguments what follows the command; square brackets and what follows the line are left out
 */
public record DocumentedLine(Path page, String text, List<String> arguments) {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\n\\s*");
  private static final Pattern WORD = Pattern.compile("( *)(\\S+)");

  /** Copies the list. */
  public DocumentedLine {
    arguments = List.copyOf(arguments);
  }

  /**
   * The lines of README, CONTRIBUTING and docs that call one of these commands.
   *
   * @param root the root of the source tree
   * @param commands such as {@code bin/prove}
   */
  public static List<DocumentedLine> of(Path root, String... commands) throws IOException {
    List<DocumentedLine> lines = new ArrayList<>();
    try (Stream<Path> pages = Files.walk(root.resolve("docs"))) {
      Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(root::resolve), pages.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .forEach(page -> addLines(page, List.of(commands), lines));
    }
    return lines;
  }

  private static void addLines(Path page, List<String> commands, List<DocumentedLine> lines) {
    boolean isCode = false;
    for (String line : CONTINUED.matcher(read(page)).replaceAll("").lines().toList()) {
      if (line.startsWith("```")) {
        isCode = !isCode;
      } else if (isCode) {
        add(page, line, commands, lines);
      } else {
        CODE.matcher(line).results().forEach(code -> add(page, code.group(1), commands, lines));
      }
    }
  }

  private static void add(
      Path page, String line, List<String> commands, List<DocumentedLine> lines) {
    String text = line.strip();
    for (String command : commands) {
      if (text.startsWith(command + " ")) {
        List<String> words = words(text.substring(command.length()));
        for (List<String> each : alternatives(words)) {
          lines.add(
              new DocumentedLine(page, text, each.stream().map(DocumentedLine::filled).toList()));
        }
      }
    }
  }

  /** The words up to those that explain the line: these follow two blanks and are no option. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    var matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = matcher.group(2);
      boolean isExplanation =
          matcher.group(1).length() > 1 && !word.startsWith("-") && !word.startsWith("[");
      if ((isExplanation && !words.isEmpty()) || word.equals("&") || word.startsWith("…")) {
        break;
      }
      words.add(word.replaceAll("^\\[|\\]?(\\.\\.\\.)?$", "").replaceAll("^'|'$", ""));
    }
    words.removeIf(String::isEmpty);
    return words;
  }

  /** {@code a | b --c} stands for {@code a --c} and {@code b --c}. */
  private static List<List<String>> alternatives(List<String> words) {
    int last = words.lastIndexOf("|") + 1;
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i <= last && i < words.size(); i += 2) {
      List<String> line = new ArrayList<>(words.subList(i, i + 1));
      line.addAll(words.subList(Math.min(last, words.size() - 1) + 1, words.size()));
      lines.add(line);
    }
    return lines;
  }

  private static String filled(String word) {
    return switch (word) {
      case "URL" -> "http://127.0.0.1:9/";
      case "A-B" -> "2-10001";
      case "N", "S", "SEQ" -> "7";
      case "I/N" -> "1/7";
      case "SEQ:HASH" -> "7:" + "0f".repeat(32);
      default -> word.replace("$i", "0").replace("HASH", "0f".repeat(32));
    };
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
