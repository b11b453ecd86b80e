package dev.permafrost.rocksdb;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether a volume can do direct I/O: some file systems in memory or over the network cannot. */
final class DirectIo {

  private DirectIo() {}

  /** Tries it on a file that is there; changes nothing. */
  static boolean worksOn(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
      return channel.isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
