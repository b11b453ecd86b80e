package dev.permafrost.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the JDK writes and syncs, as its own flight recorder sees it: a call that is left out leaves
 * no event. What RocksDB does is not among it.
 */
final class FileTrace {

  private static final String WRITE = "jdk.FileWrite";
  private static final String SYNC = "jdk.FileForce";

  private FileTrace() {}

  /**
   * Runs a body and returns what was written and synced below a directory during it, in order:
   * "write" or "sync", a blank, and the path relative to the directory, empty for itself.
   */
  static List<String> of(Path directory, Runnable action) throws IOException {
    try (Recording recording = new Recording()) {
      for (String name : List.of(WRITE, SYNC)) {
        recording.enable(name).withoutThreshold().withoutStackTrace();
      }
      recording.start();
      action.run();
      recording.stop();
      Path file = directory.resolveSibling(directory.getFileName() + ".jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .flatMap(event -> line(event, directory))
          .toList();
    }
  }

  private static Stream<String> line(RecordedEvent event, Path directory) {
    String path = event.getString("path");
    if (path == null || !Path.of(path).startsWith(directory)) {
      return Stream.empty();
    }
    boolean sync = Objects.equals(event.getEventType().getName(), SYNC);
    return Stream.of((sync ? "sync " : "write ") + directory.relativize(Path.of(path)));
  }
}
