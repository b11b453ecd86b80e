package dev.permafrost.benchmarks.lake;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.WarmMemory;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.testkit.server.Nginx;
import dev.permafrost.testkit.server.ServedProcess;
import dev.permafrost.testkit.server.ServerAbsent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A lake with the ledgers of one chunk, one an object and compressed as real lakes are, behind
 * nginx on loopback.
 *
 * @param averageKilobytes how large a ledger is on average, raw
 * @param objectBytes the sum of its objects, about as much as a pack of the same ledgers has
 */
record LoopbackLake(
    Setting setting, Path directory, ServedProcess nginx, double averageKilobytes, long objectBytes)
    implements AutoCloseable {

  private static final String NETWORK = "Measuring Network ; of ledgers as large as real ones";

  /** Makes the lake, and starts the server. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The server is closed with this.
  static LoopbackLake start(Setting setting, Ledgers ledgers) {
    Path directory = setting.directory().resolve("lake-" + ledgers.name().toLowerCase(Locale.ROOT));
    Path files = directory.resolve("files");
    LedgerRange chunk =
        new LedgerRange(
            LedgerForge.GENESIS_SUCCESSOR, LedgerForge.GENESIS_SUCCESSOR + setting.ledgers() - 1L);
    var made =
        LakeForge.into(files, LakeShape.usual(NETWORK))
            .withWorkers(setting.cores())
            .forge(ledgers.forge(setting.templates()), chunk);
    try {
      ServedProcess nginx = Nginx.start(directory, files, Optional.empty());
      return new LoopbackLake(
          setting, directory, nginx, made.rawBytes() / 1e3 / setting.ledgers(), Trees.bytes(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServerAbsent e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Its address. */
  URI address() {
    return nginx.root();
  }

  /** Its address, once memory is there for what is written to freeze it. */
  URI warmed() {
    WarmMemory.prepare(setting.directory(), objectBytes);
    return address();
  }

  /** The CPU seconds that the server took so far. */
  double serverSeconds() {
    return nginx
            .cpuTime()
            .map(Duration::toNanos)
            .orElseThrow(
                () -> new IllegalStateException("this platform tells no CPU time of nginx"))
        / 1e9;
  }

  @Override
  public void close() {
    nginx.close();
    Trees.delete(directory);
  }
}
