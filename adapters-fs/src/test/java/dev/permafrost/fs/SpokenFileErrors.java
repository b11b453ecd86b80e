package dev.permafrost.fs;

import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The other process of a test: tries what cannot work, and says which failure it meets. */
final class SpokenFileErrors {

  private SpokenFileErrors() {}

  /** The argument: a directory on a full volume that holds a file {@code file}. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Vfs vfs = FileStores.posix();
    Disk disk = new Disk(vfs);
    say("below a file: " + vfs.stat(directory.resolve("file/below")).type());
    say("direct: " + disk.canReadPastCache(Path.of("/proc/version")));
    tell("sync", () -> disk.syncDirectory(Path.of("/proc")));
    tell("full", () -> write(disk, directory.resolve("new")));
    Path loop = Files.createSymbolicLink(Path.of(arguments[1]), Path.of(arguments[1]));
    tell("loop", () -> disk.stat(loop.resolve("below")));
    tell("long", () -> disk.stat(directory.resolve("a".repeat(256))));
  }

  private static void write(Disk disk, Path path) {
    try (DiskFile file = disk.create(path)) {
      file.writeAt(ByteBuffer.allocateDirect(1 << 16), 0);
    }
  }

  private static void tell(String what, Runnable attempt) {
    try {
      attempt.run();
      say(what + ": nothing");
    } catch (NoSpace e) {
      say(what + ": NoSpace " + e.shortage());
    } catch (StorageFailure e) {
      say(what + ": " + e.getClass().getSimpleName());
      say("because of " + e.getCause());
    }
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String line) {
    System.out.println(line);
  }
}
