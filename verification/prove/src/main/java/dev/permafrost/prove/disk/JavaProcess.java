package dev.permafrost.prove.disk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Other processes of this program, which are there to be killed. */
public final class JavaProcess {

  private JavaProcess() {}

  /**
   * One that is not started yet, with this process's class path and native libraries.
   *
   * @param main its main class
   * @param flags of its machine, beside those that every one has
   * @param temporary its temporary directory, which it should leave empty
   */
  public static ProcessBuilder of(
      Class<?> main, List<String> flags, Path temporary, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // Else it leaves a file of figures in the system's temporary directory.
    command.add("-XX:-UsePerfData");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Ends this process after a time, whatever hangs in it: nobody may be there to do it. */
  public static void endWithin(Duration time) {
    Thread watch =
        new Thread(
            () -> {
              long deadlineNanos = System.nanoTime() + time.toNanos();
              while (System.nanoTime() < deadlineNanos) {
                LockSupport.parkNanos(deadlineNanos - System.nanoTime());
              }
              Runtime.getRuntime().halt(3);
            },
            "end-in-time");
    watch.setDaemon(true);
    watch.start();
  }
}
