package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** The command line with one command. */
final class OneCommandTest {

  static Stream<Class<?>> allButConfig() {
    return Stream.of(AllCommands.class.getAnnotation(Command.class).subcommands())
        .filter(type -> type != ConfigCommand.class);
  }

  @ParameterizedTest
  @MethodSource("allButConfig")
  void aCommandIsFoundByItsName(Class<?> type) {
    String name = type.getAnnotation(Command.class).name();

    assertThat(OneCommand.of(name, "--data", "DIR")).contains(new OneCommand(type));
  }

  @Test
  void whatNamesNoCommandNeedsThemAll() {
    assertThat(OneCommand.of()).isEmpty();
    assertThat(OneCommand.of("--data", "DIR", "status")).isEmpty();
    assertThat(OneCommand.of("STATUS")).isEmpty();
    assertThat(OneCommand.of("status", "--help")).isEmpty();
  }
}
