package dev.permafrost.fs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts of real processes at the same chunks at the same time. */
class LandingProcessesTest {

  private static final int CHUNKS = 20;

  @TempDir Path directory;

  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void endChildren() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  private Process child(String attempt, int content) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LandingAttempt.class.getName(),
                directory.toString(),
                attempt,
                "" + CHUNKS,
                "" + content)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    children.add(child);
    return child;
  }

  /** Lets them begin at the same moment: a JVM starts in more time than they take. */
  private void letGo() throws IOException {
    for (Process child : children) {
      assertThat(new String(child.getInputStream().readNBytes(6), US_ASCII)).isEqualTo("ready\n");
    }
    for (Process child : children) {
      child.getOutputStream().close();
    }
  }

  private static List<String> answers(Process child) throws Exception {
    List<String> lines =
        new String(child.getInputStream().readAllBytes(), US_ASCII).lines().toList();
    assertThat(child.waitFor()).isZero();
    return lines;
  }

  @Test
  void twoProcessesThatMakeEqualFilesBothSucceed() throws Exception {
    Process one = child("one", 7);
    Process other = child("other", 7);
    letGo();

    List<String> answers = answers(one);
    assertThat(answers).hasSize(CHUNKS).allMatch(line -> line.length() == 64);
    assertThat(answers(other)).isEqualTo(answers);
    assertThat(names()).hasSize(CHUNKS).allMatch(name -> name.endsWith(".pack"));
  }

  @Test
  void ofTwoProcessesThatMakeOtherFilesOneIsRefusedChunkByChunk() throws Exception {
    Process one = child("one", 7);
    Process other = child("other", 8);
    letGo();

    List<String> ofOne = answers(one);
    List<String> ofOther = answers(other);
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      boolean isOfOne = ofOne.get(chunk).length() == 64;
      assertThat(isOfOne ? ofOther.get(chunk) : ofOne.get(chunk)).isEqualTo("LandingTaken");
      byte[] there = Files.readAllBytes(directory.resolve(names().get(chunk)));
      assertThat(there).hasSize(LandingAttempt.BYTES).containsOnly(isOfOne ? 7 : 8);
    }
  }

  private List<String> names() throws IOException {
    return FileStores.posix().list(directory);
  }
}
