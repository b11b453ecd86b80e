package dev.permafrost.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command of bin/prove in a process of its own. */
final class ProveProcessTest {

  @TempDir Path source;

  @Test
  void itTellsWhatTheProcessSaysAndHowItEnds() throws IOException {
    Path command = source.resolve("bin/prove");
    Files.createDirectories(source.resolve("bin"));
    Files.writeString(command, "#!/bin/sh\necho \"ran $*\"\necho wrong >&2\ncat\nexit 3\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    StringWriter out = new StringWriter();
    PrintWriter saying = new PrintWriter(out, true);

    int code = new ProveProcess(source).run(List.of("crash", "--seed", "7"), saying, saying);

    assertThat(code).isEqualTo(3);
    assertThat(out.toString().lines()).containsExactly("ran crash --seed 7", "wrong");
  }
}
