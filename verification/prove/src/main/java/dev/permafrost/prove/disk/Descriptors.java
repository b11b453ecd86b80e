package dev.permafrost.prove.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The descriptors of this process, those of native code among them. */
public final class Descriptors {

  private Descriptors() {}

  /** What is behind each that is open; nothing where the system does not tell, or has none left. */
  public static List<String> open() {
    List<String> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.sorted().toList()) {
        try {
          open.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
          // It was the listing itself, or was closed meanwhile.
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return open;
  }

  /** The files below a directory that are open. */
  public static List<String> openBelow(Path directory) {
    return open().stream().filter(target -> target.startsWith(directory + "/")).toList();
  }

  /** Takes every one that there is. */
  public static Deque<FileInputStream> takeAll() {
    Deque<FileInputStream> taken = new ArrayDeque<>();
    try {
      while (true) {
        taken.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return taken; // There is not one more.
    }
  }

  /** Gives so many of them back. */
  public static void giveBack(Deque<FileInputStream> taken, int count) {
    try {
      for (int i = 0; i < count && !taken.isEmpty(); i++) {
        taken.pop().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
