package dev.permafrost.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Checks whether a volume supports direct I/O: some file systems in memory or over the network do
 * not.
 */
final class DirectIo {

  private DirectIo() {}

  /** Tries it on an existing file; changes nothing. */
  static boolean worksOn(Path file) {
    Optional<OpenOption> direct = option();
    if (direct.isEmpty()) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, direct.orElseThrow())) {
      return channel.isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * By name, because newer compilers warn about the class that has it, and the warning cannot be
   * suppressed.
   */
  private static Optional<OpenOption> option() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      for (Object option : options) {
        if (option instanceof OpenOption direct && option.toString().equals("DIRECT")) {
          return Optional.of(direct);
        }
      }
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
