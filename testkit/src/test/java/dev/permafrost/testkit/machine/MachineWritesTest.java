package dev.permafrost.testkit.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that are begun and waited for later, and how their failures are told. */
final class MachineWritesTest {

  private static final Path FILE = Path.of("/file");

  private final Machine machine = new Machine(Path.of("/catalog"), Path.of("/hot"));
  private final Vfs vfs = machine.newProcess();
  private VfsFile file;

  @BeforeEach
  @SuppressWarnings("MustBeClosedChecker") // closed behind each test
  void makeDurableFile() throws IOException {
    file = vfs.create(FILE);
    file.sync();
    vfs.syncDirectory(Path.of("/"));
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  // ---- when a write is done
  // ----------------------------------------------------------------------

  @Test
  void whatIsBegunIsNotSeenBeforeItIsWaitedFor() throws IOException {
    file.startWriteAt(bytes("1234"), 0);
    assertThat(seen()).isEmpty();

    file.awaitWrite();
    assertThat(seen()).isEqualTo("1234");
  }

  @Test
  void ofWhatIsUnderWayAPowerCutLeavesNothingAPartOrAll() throws IOException {
    String content = "a".repeat(512) + "b".repeat(10);
    file.startWriteAt(bytes(content), 0);

    assertThat(leftByPowerCuts(machine.moment()))
        .contains("", content, "a".repeat(512), "\0".repeat(522))
        .contains("\0".repeat(512) + "b".repeat(10));
    assertThat(machine.isDurable(FILE)).isFalse();
  }

  @Test
  void ofWhatIsUnderWayTheDeathOfTheProcessLeavesNothingAPartOrAll() throws IOException {
    List<String> left = new ArrayList<>();
    machine.observe(step -> left.add(leftByDeath(machine.moment())));
    file.startWriteAt(bytes("1234"), 0);
    file.awaitWrite();
    machine.observe(Machine.Observer.NONE);
    left.add(leftByDeath(machine.moment()));

    assertThat(left).containsExactly("", "", "12", "1234");
  }

  @Test
  void theDeadProcessWritesNoMore() throws IOException {
    file.startWriteAt(bytes("1234"), 0);
    Machine booted = machine.moment().afterProcessDeath();

    assertThat(leftByPowerCuts(booted.moment())).containsExactly("");
    assertThat(booted.isDurable(FILE)).isTrue();
  }

  @Test
  void whatIsWrittenIsWhatTheBufferHoldsWhenItIsWritten() throws IOException {
    ByteBuffer lent = bytes("1234");
    file.startWriteAt(lent, 0);
    lent.put(3, (byte) 'x');
    file.awaitWrite();

    assertThat(seen()).isEqualTo("123x");
    assertThat(lent.hasRemaining()).isFalse();
  }

  @Test
  void theNextBeginningTheSyncAndTheClosingWaitForWhatWasBegun() throws IOException {
    file.startWriteAt(bytes("1"), 0);
    file.startWriteAt(bytes("2"), 1);
    assertThat(seen()).isEqualTo("1");

    file.sync();
    assertThat(seen()).isEqualTo("12");
    assertThat(machine.isDurable(FILE)).isTrue();

    file.startWriteAt(bytes("3"), 2);
    file.close();
    assertThat(seen()).isEqualTo("123");
    assertThat(leftByPowerCuts(machine.moment())).contains("12", "123");
  }

  @Test
  void aMomentWithAWriteUnderWayIsAnother() throws IOException {
    long before = machine.moment().digest(Relevance.ALL);
    file.startWriteAt(bytes("1234"), 0);
    long begun = machine.moment().digest(Relevance.ALL);
    file.awaitWrite();
    long written = machine.moment().digest(Relevance.ALL);

    assertThat(Set.of(before, begun, written)).hasSize(3);
  }

  // ---- how a failure is told
  // ---------------------------------------------------------------------

  @Test
  void aFailedBeginningIsToldByTheWaitAndNotByTheStart() throws IOException {
    fail("startWriteAt", MachineFault.IO_ERROR);
    file.startWriteAt(bytes("1234"), 0);
    machine.failing(Machine.Failing.NOTHING);

    assertThatThrownBy(file::awaitWrite).hasMessageContaining("Input/output error");
    assertThat(seen()).isEmpty();
  }

  @Test
  void aFailedBeginningThatNobodyWaitedForIsToldByTheSync() throws IOException {
    file.writeAt(bytes("old"), 0);
    fail("startWriteAt", MachineFault.IO_ERROR);
    file.startWriteAt(bytes("1234"), 3);
    machine.failing(Machine.Failing.NOTHING);

    assertThatThrownBy(file::sync).hasMessageContaining("Input/output error");
    file.sync();
    assertThat(leftByPowerCuts(machine.moment())).as("what the sync covered").containsExactly("");
  }

  @Test
  void aFailureIsToldOnceAndASyncSucceedsBehindIt() throws IOException {
    fail("writeAt", MachineFault.IO_ERROR);
    file.startWriteAt(bytes("12345678"), 0);
    assertThatThrownBy(file::awaitWrite).hasMessageContaining("Input/output error");
    machine.failing(Machine.Failing.NOTHING);

    file.awaitWrite();
    file.sync();

    assertThat(leftByPowerCuts(machine.moment()))
        .as("half of the first half")
        .containsExactly("12");
  }

  @Test
  void theSecondHalfMayFailBehindTheFirst() throws IOException {
    fail("awaitWrite", MachineFault.NO_SPACE);
    file.startWriteAt(bytes("12345678"), 0);

    assertThatThrownBy(file::awaitWrite).hasMessageContaining("No space left on device");
    assertThat(seen()).isEqualTo("123456");
    machine.failing(Machine.Failing.NOTHING);
    assertThat(leftByDeath(machine.moment())).isEqualTo("123456");
  }

  @Test
  void aSyncThatFailsIsToldOnceToEachDescriptorThatWasOpen() throws IOException {
    try (VfsFile other = vfs.openWrite(FILE)) {
      file.writeAt(bytes("1234"), 0);
      machine.failNextSync(FILE);
      assertThatThrownBy(file::sync).hasMessageContaining("Input/output error");

      assertThatThrownBy(other::sync).hasMessageContaining("Input/output error");
      other.sync();
      file.sync();
      try (VfsFile later = vfs.openWrite(FILE)) {
        later.sync();
      }
    }
    assertThat(leftByPowerCuts(machine.moment())).containsExactly("");
  }

  @Test
  void aSyncThatWasBegunAndFailedIsToldByTheNextOneOnly() throws IOException {
    file.writeAt(bytes("1234"), 0);
    fail("startSync", MachineFault.IO_ERROR);
    file.startSync();
    machine.failing(Machine.Failing.NOTHING);

    assertThatThrownBy(file::sync).hasMessageContaining("Input/output error");
    file.sync();
    assertThat(leftByPowerCuts(machine.moment())).containsExactly("");
  }

  // ---- tools
  // -------------------------------------------------------------------------------------

  private void fail(String operation, MachineFault fault) {
    machine.failing(step -> step.name().equals(operation) ? Optional.of(fault) : Optional.empty());
  }

  private String seen() {
    return contentIn(machine);
  }

  private static String leftByDeath(Moment moment) {
    return contentIn(moment.afterProcessDeath());
  }

  private static Set<String> leftByPowerCuts(Moment moment) {
    Survivors survivors = moment.survivors(Relevance.ALL);
    Set<String> left = new TreeSet<>();
    survivors
        .upTo(1000, new Random(1))
        .forEach(survival -> left.add(contentIn(moment.afterPowerCut(survivors, survival))));
    return left;
  }

  private static String contentIn(Machine machine) {
    ByteBuffer content = machine.tree().getOrDefault("/file", Optional.empty()).orElseThrow();
    return US_ASCII.decode(content.duplicate()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
