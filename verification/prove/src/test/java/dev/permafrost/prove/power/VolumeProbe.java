package dev.permafrost.prove.power;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * What the tests do with a volume in a process with mounts of its own. Its arguments: {@code cut}
 * or {@code hold}, and a directory.
 */
final class VolumeProbe {

  private VolumeProbe() {}

  /** Prints a line for each file system that was cut; or holds one mounted until it is killed. */
  @SuppressWarnings("SystemOut") // read by the test
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("cut")) {
      for (FileSystem kind : FileSystem.values()) {
        System.out.println(kind.word() + ": " + cut(directory, kind));
      }
    } else {
      try (Volume volume = Volume.make(directory, "held", FileSystem.EXT4)) {
        System.out.println(volume.top());
        while (true) {
          LockSupport.park();
        }
      }
    }
  }

  private static String cut(Path directory, FileSystem kind) throws IOException {
    try (Volume volume = Volume.make(directory, kind.word(), kind)) {
      Path synced = volume.top().resolve("synced");
      Path written = volume.top().resolve("written");
      Files.writeString(synced, "whole");
      sync(synced, StandardOpenOption.WRITE);
      sync(volume.top(), StandardOpenOption.READ);
      Files.writeString(written, "lost");
      try (Volume.Cutter cutter = volume.cutter()) {
        cutter.cut();
      }
      boolean writes = canWrite(volume.top().resolve("later"));
      volume.powerOn();
      return Files.readString(synced)
          + (Files.exists(written) ? " and what was not synced" : "")
          + (writes ? ", written after the cut" : "");
    }
  }

  private static boolean canWrite(Path file) {
    try {
      Files.writeString(file, "late");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
