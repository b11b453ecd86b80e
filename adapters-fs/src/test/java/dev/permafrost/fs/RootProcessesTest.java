package dev.permafrost.fs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreRoots;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks between real processes. */
class RootProcessesTest {

  @TempDir Path directory;

  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void endChildren() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  private Process child(String how) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StoreHolder.class.getName(),
                directory.toString(),
                how)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    children.add(child);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), US_ASCII));
    assertThat(output.readLine()).isEqualTo("held");
    return child;
  }

  private StoreRoots open() {
    return FileStores.roots(
        FileStores.posix(), RootPaths.under(directory), Set.of(ArtifactKind.LEDGERS));
  }

  @Test
  void aSecondProcessIsRefusedByRoleAndPidUntilTheFirstIsKilled() throws Exception {
    Process child = child("claim");

    try (StoreRoots roots = open()) {
      for (RootRole role : RootRole.values()) {
        assertThat(roots.look(role)).isEqualTo(RootSighting.named(StoreHolder.STORE, role));
        assertThatExceptionOfType(RootLocked.class)
            .isThrownBy(() -> roots.claim(role))
            .satisfies(failure -> assertThat(failure.pid()).hasValue(child.pid()))
            .satisfies(failure -> assertThat(failure.root()).isEqualTo(role.word()));
        assertThatExceptionOfType(RootLocked.class)
            .isThrownBy(() -> roots.share(role))
            .satisfies(failure -> assertThat(failure.pid()).hasValue(child.pid()));
      }
      // On this system that is kill -9.
      child.destroyForcibly().waitFor();

      for (RootRole role : RootRole.values()) {
        roots.claim(role);
      }
    }
  }

  @Test
  void aReaderOfAnotherProcessKeepsAWriterOutAndNotAReader() throws Exception {
    child("claim").destroyForcibly().waitFor();
    Process reader = child("share");

    try (StoreRoots roots = open()) {
      roots.share(RootRole.HOT);
    }
    try (StoreRoots roots = open()) {
      assertThatExceptionOfType(RootLocked.class)
          .isThrownBy(() -> roots.claim(RootRole.HOT))
          .satisfies(failure -> assertThat(failure.pid()).isEmpty());
      reader.getOutputStream().close();
      assertThat(reader.waitFor()).isZero();
      roots.claim(RootRole.HOT);
    }
  }

  @Test
  void theOwnersOwnLooksDoNotLoseItsLock() throws Exception {
    child("claim").destroyForcibly().waitFor();
    try (StoreRoots owner = open();
        StoreRoots guest = open()) {
      owner.claim(RootRole.HOT);
      assertThat(guest.look(RootRole.HOT).state()).isEqualTo(RootSighting.State.NAMED);
      assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> guest.claim(RootRole.HOT));

      Process refused =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  StoreHolder.class.getName(),
                  directory.toString(),
                  "share")
              .redirectErrorStream(true)
              .start();
      children.add(refused);
      String output = new String(refused.getInputStream().readAllBytes(), US_ASCII);
      assertThat(refused.waitFor()).isNotZero();
      assertThat(output).contains("RootLocked").contains("" + ProcessHandle.current().pid());
    }
  }
}
