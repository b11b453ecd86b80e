package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help, as a first-time reader sees it. */
final class HelpTest {

  private static final String NAME = "permafrost";

  private static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    add(new CommandLine(new AllCommands()), names);
    return names.stream();
  }

  private static void add(CommandLine line, List<String> names) {
    names.add(line.getCommandSpec().qualifiedName());
    line.getSubcommands().values().forEach(command -> add(command, names));
  }

  private static String help(String command) {
    String words =
        command.equals(NAME) ? "--help" : command.substring(NAME.length() + 1) + " --help";
    return Line.run((Object[]) words.split(" ", -1)).out();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandHasAnExampleThatCanBeMeant(String command) {
    assertThat(HelpExamples.of(command)).isNotEmpty();
    for (String example : HelpExamples.of(command)) {
      assertThat(help(command)).contains("  " + example);
      String plain = example.replaceAll(" > .*", "").replace("'", "");
      List<String> words = new ArrayList<>(Arrays.asList(plain.split(" ", -1)));
      words.remove(0);
      words.add("--help");
      int file = words.indexOf("--config");
      if (file >= 0) {
        words.subList(file, file + 2).clear();
      }

      Ran ran = Line.run(words.toArray());

      // With --help nothing is done, and a word that is not known is refused all the same.
      assertThat(ran.code()).as("%s", ran).isZero();
    }
  }

  @Test
  void optionsStandInGroups() {
    assertThat(help("permafrost freeze"))
        .containsSubsequence("Options:", "--workers", "Store:", "--data", "Lake:", "--lake")
        .containsSubsequence("Trust:", "--trust", "Output:", "--json", "Others:", "--config");
  }

  @Test
  void commandsStandInGroupsBeforeTheOptions() {
    assertThat(help(NAME))
        .containsSubsequence(
            "Fill a store:", "freeze", "Look into a store:", "status", "Repair a store:", "Store:");
  }

  @Test
  void theFlagsOfRecoverAreOptionsOfItsOwn() {
    assertThat(help("permafrost recover"))
        .containsSubsequence("Options:", "--hot", "--catalog", "Store:", "--data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"permafrost status", "permafrost sweep", "permafrost pack inspect"})
  void whatACommandHasNoUseForIsNotShown(String command) {
    assertThat(help(command)).doesNotContain("--lake-proxy");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandIsToldInShortLines(String command) {
    assertThat(help(command).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(140));
    assertThat(help(command)).startsWith("Usage: " + command).doesNotContain("\033");
  }

  @Test
  void chunkAndChunksAreOneOptionEverywhereAndSoAreLedgerAndLedgers() {
    assertThat(commands().skip(1).filter(command -> help(command).contains("--chunks")))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(help(command)).containsPattern("--chunk[, ]"));
    assertThat(Line.run("lake", "check", "--ledger", "9-2", "--lake", "file:/x").err())
        .contains("'--ledgers'");
  }
}
