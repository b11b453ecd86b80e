package dev.permafrost.testkit.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes that are cut at different instants. */
final class MachineVolumesTest {

  private static final Path COLD = Path.of("/cold");
  private static final Path FAST = Path.of("/fast");
  private static final Path PACK = COLD.resolve("pack");
  private static final Path NOTE = FAST.resolve("note");

  private final Machine machine = new Machine(FAST, Path.of("/hot"));
  private final Vfs vfs = machine.newProcess();

  @BeforeEach
  void mountVolumes() {
    machine.mount(COLD);
    machine.mount(FAST);
  }

  @Test
  void everyOperationOnALostVolumeFailsAndChangesNothing() throws IOException {
    try (VfsFile pack = vfs.create(PACK)) {
      pack.writeAt(bytes("1234"), 0);
      Map<?, ?> before = machine.tree();
      machine.loseVolume(COLD);

      assertThatThrownBy(() -> pack.writeAt(bytes("56"), 4))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Input/output error");
      assertThatThrownBy(pack::sync).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> pack.readAt(ByteBuffer.allocate(1), 0))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> vfs.syncDirectory(COLD)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> vfs.unlink(PACK)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> vfs.makeDirectory(COLD.resolve("a/b")))
          .isInstanceOf(IOException.class);
      assertThat(machine.tree()).isEqualTo(before);
    }
    assertThat(machine.openHandles()).isZero();
  }

  @Test
  void theOtherVolumesGoOn() throws IOException {
    machine.loseVolume(COLD);
    createSynced(NOTE, "x");

    assertThat(machine.isDurable(NOTE)).isTrue();
  }

  @Test
  void eachVolumeIsLeftAsItsOwnCutLeftIt() throws IOException {
    try (VfsFile pack = vfs.create(PACK)) {
      pack.writeAt(bytes("1234"), 0);
      machine.loseVolume(COLD);
      assertThatThrownBy(pack::sync).isInstanceOf(IOException.class);
    }
    createSynced(NOTE, "x");

    assertThat(leftByPowerCuts())
        .containsExactlyInAnyOrder(
            "/fast/note=x",
            "/cold/pack= /fast/note=x",
            "/cold/pack=1234 /fast/note=x",
            "/cold/pack=\0\0\0\0 /fast/note=x");
  }

  @Test
  void whatWasUnderWayStaysUnderWay() throws IOException {
    createSynced(PACK, "");
    try (VfsFile pack = vfs.openWrite(PACK)) {
      ByteBuffer lent = bytes("1234");
      pack.startWriteAt(lent, 0);
      machine.loseVolume(COLD);
      assertThatThrownBy(pack::awaitWrite).isInstanceOf(IOException.class);
      lent.put(0, (byte) 'x');
    }

    assertThat(leftByPowerCuts())
        .containsExactlyInAnyOrder("/cold/pack=", "/cold/pack=1234", "/cold/pack=\0\0\0\0");
  }

  @Test
  void aDatabaseOnALostVolumeKeepsWhatItHeld() throws IOException {
    try (MetaStore store = machine.catalog().create()) {
      store.commit(MetaBatch.builder().put("a", "1").build());
      vfs.syncDirectory(FAST.resolve("rocksdb"));
      vfs.syncDirectory(FAST);
      machine.loseVolume(FAST);

      assertThatThrownBy(() -> store.commit(MetaBatch.builder().put("a", "2").build()))
          .isInstanceOf(StorageUnavailable.class);
    }
    Moment moment = machine.moment();
    Machine left = moment.afterProcessDeath();
    assertThat(left.catalogEntries()).hasValue(new TreeMap<>(Map.of("a", "1")));
    try (MetaStore store = left.catalog().openExisting()) {
      store.commit(MetaBatch.builder().put("a", "2").build());
    }
    assertThat(left.catalogEntries()).as("it is there again").isPresent();
  }

  private void createSynced(Path path, String content) throws IOException {
    try (VfsFile file = vfs.create(path)) {
      file.writeAt(bytes(content), 0);
      file.sync();
    }
    vfs.syncDirectory(Objects.requireNonNull(path.getParent()));
  }

  private Set<String> leftByPowerCuts() {
    Moment moment = machine.moment();
    Survivors survivors = moment.survivors(Relevance.ALL);
    Set<String> trees = new TreeSet<>();
    for (Survival survival : survivors.upTo(1000, new Random(1))) {
      List<String> files = new ArrayList<>();
      moment
          .afterPowerCut(survivors, survival)
          .tree()
          .forEach(
              (path, content) ->
                  content.ifPresent(
                      bytes -> files.add(path + "=" + US_ASCII.decode(bytes.duplicate()))));
      trees.add(String.join(" ", files));
    }
    return trees;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
