package dev.permafrost.prove.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.prove.disk.WorkDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume whose power is cut, on the real kernel. */
@Tag("mounts")
final class VolumeTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir Path directory;

  @BeforeEach
  void thePowerCanBeCutHere() {
    Namespace.missing()
        .ifPresent(missing -> assumeTrue(Namespace.isRequired(), "no power cuts: " + missing));
  }

  @Test
  void aCutDropsWhatWasNotSyncedAndKeepsWhatWas() {
    StringWriter said = new StringWriter();

    int exit =
        Namespace.run(
            VolumeProbe.class, List.of("cut", directory.toString()), new PrintWriter(said, true));

    assertThat(said.toString().lines()).containsExactly("ext4: whole", "xfs: whole");
    assertThat(exit).isZero();
    assertThat(WorkDirectory.list(directory)).isEmpty();
  }

  @Test
  void nothingStaysMountedOrBoundWhenTheProcessIsKilled() throws IOException {
    Process process =
        Namespace.command(VolumeProbe.class, List.of("hold", directory.toString()), directory)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String top = lines.readLine();
      assertThat(boundTo(directory)).isNotEmpty();
      assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(top);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }

    for (long begun = System.nanoTime();
        !boundTo(directory).isEmpty() && System.nanoTime() - begun < PATIENCE_NANOS; ) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(boundTo(directory)).isEmpty();
  }

  /** The files in a directory that loop devices are bound to. */
  private static List<String> boundTo(Path directory) throws IOException {
    List<String> bound = new ArrayList<>();
    for (Path device : WorkDirectory.list(Path.of("/sys/block"))) {
      Path file = device.resolve("loop/backing_file");
      if (Files.exists(file)) {
        bound.add(Files.readString(file).strip());
      }
    }
    return bound.stream().filter(file -> file.startsWith(directory.toString())).toList();
  }
}
