package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.landing.LandingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A process that publishes a file for each of some chunks when requested, and reports the results.
 */
final class LandingAttempt {

  /** The bytes of every file. */
  static final int BYTES = 300_000;

  private LandingAttempt() {}

  /** The arguments: the directory, the attempt, how many chunks, the byte that files consist of. */
  @SuppressWarnings("SystemOut") // the parent reads it
  public static void main(String[] arguments) throws IOException {
    Landing landing = FileStores.landing(FileStores.posix(), Path.of(arguments[0]));
    System.out.println("ready");
    System.in.read();
    for (int chunk = 0; chunk < Integer.parseInt(arguments[2]); chunk++) {
      byte[] bytes = new byte[BYTES];
      Arrays.fill(bytes, Byte.parseByte(arguments[3]));
      try (LandingWriter writer = landing.begin(new ChunkId(chunk), arguments[1])) {
        writer.append(ByteBuffer.wrap(bytes));
        System.out.println(writer.publish().sha256());
      } catch (StorageFailure e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }
  }
}
