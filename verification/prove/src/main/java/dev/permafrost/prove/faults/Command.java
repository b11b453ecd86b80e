package dev.permafrost.prove.faults;

import java.io.IOException;
import java.util.List;

/** Commands of the operating system, as far as it has them and permits them. */
final class Command {

  private Command() {}

  /** Whether a command ended well; false too where there is no such command. */
  static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a proof", e);
    }
  }

  /** The same, for what must not fail. */
  static void run(String... command) {
    if (!succeeds(command)) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }
}
