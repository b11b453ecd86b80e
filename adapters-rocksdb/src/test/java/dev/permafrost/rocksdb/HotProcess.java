package dev.permafrost.rocksdb;

import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The other process of some tests. It does one thing with the hot database below a root, says how
 * it went on its standard output, and waits there to be ended where that is part of the test.
 */
final class HotProcess {

  private HotProcess() {}

  /** Runs {@code hold ROOT}, or {@code read ROOT}. */
  public static void main(String[] arguments) throws IOException {
    HotFixture fixture = new HotFixture(Path.of(arguments[1]));
    if (arguments[0].equals("hold")) {
      hold(fixture);
    } else {
      read(fixture);
    }
  }

  /** Writes ten more values, keeps the database open, and waits until it is killed. */
  private static void hold(HotFixture fixture) throws IOException {
    try (HotStore store = fixture.stores().openExisting(HotFixture.CHUNK, HotFixture.FAMILIES)) {
      int count = HotFixture.readAll(store);
      for (int i = count; i < count + 10; i++) {
        HotFixture.commit(store, i);
      }
      say("holding");
      while (System.in.read() >= 0) {
        // Until the parent is gone, if it never kills this.
      }
    }
  }

  private static void read(HotFixture fixture) {
    try (HotView view = fixture.stores().openReadOnly(HotFixture.CHUNK, HotFixture.FAMILIES)) {
      say("read " + HotFixture.readAll(view));
    } catch (StorageFailure e) {
      say(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Starts one with this process's class path; a shell command may prepare its limits first. */
  static Process start(String shellFirst, String task, Path hotRoot) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", shellFirst + " exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-Xmx128m");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(HotProcess.class.getName(), task, hotRoot.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The next line that it says, or null at its end. */
  static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
