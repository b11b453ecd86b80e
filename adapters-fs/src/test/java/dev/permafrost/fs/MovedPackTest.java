package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Moment;
import dev.permafrost.testkit.machine.Relevance;
import dev.permafrost.testkit.machine.Survival;
import dev.permafrost.testkit.machine.Survivors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A move in the order of the protocol, cut at every step in every way. */
class MovedPackTest {

  private static final Path COLD = Path.of("/volume/cold");
  private static final Path FROM = Path.of("/volume/landing");
  private static final ChunkId CHUNK = new ChunkId(0);
  private static final Path OLD = FROM.resolve("00000000.pack");
  private static final Path NEW = COLD.resolve("ledgers/00000/00000000.pack");

  private final byte[] pack = GoldenPack.load("tiny-3").pack();

  /** In how many of all ways there is no whole pack afterwards. */
  private int lossesOf(boolean makesTheNewNameDurable) throws IOException {
    Machine machine = new Machine(Path.of("/catalog"), Path.of("/hot"));
    Vfs vfs = machine.newProcess();
    machine.mount(Path.of("/volume"));
    vfs.makeDirectory(COLD);
    new StoreFixture(vfs).write(OLD, pack);
    try (VfsFile file = vfs.openWrite(OLD)) {
      file.sync();
    }
    vfs.syncDirectory(FROM);
    vfs.syncDirectory(Path.of("/volume"));
    int[] lost = {0};
    machine.observe(step -> lost[0] += lossesAt(machine.moment()));
    ArtifactStore store = FileStores.artifacts(vfs, COLD, List.of(FileStores.packFormat()));
    try (PackCandidates candidates = FileStores.packCandidates(vfs, COLD, FROM, true, 1)) {
      PackCandidate candidate = candidates.candidate(CHUNK);
      candidate.sync();
      candidate.link();
      if (makesTheNewNameDurable) {
        store.makeDurableInPlace(ArtifactKind.LEDGERS, CHUNK);
      }
      candidate.unlink();
      candidate.makeUnlinkDurable();
    }
    machine.observe(Machine.Observer.NONE);
    lost[0] += lossesAt(machine.moment());
    assertThat(machine.isDurable(OLD)).as("gone for good").isTrue();
    assertThat(machine.isDurable(NEW)).isEqualTo(makesTheNewNameDurable);
    return lost[0];
  }

  private int lossesAt(Moment moment) {
    int lost = 0;
    Survivors survivors = moment.survivors(Relevance.ALL);
    for (Survival survival : survivors.upTo(10_000, new Random(1))) {
      Vfs vfs = moment.afterPowerCut(survivors, survival).newProcess();
      if (!isWhole(vfs, OLD) && !isWhole(vfs, NEW)) {
        lost++;
      }
    }
    return lost;
  }

  private boolean isWhole(Vfs vfs, Path path) {
    try {
      return vfs.stat(path).type() == FileStat.Type.FILE
          && Arrays.equals(new StoreFixture(vfs).read(path), pack);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void atNoInstantIsThereNoWholePackThatIsDurable() throws IOException {
    assertThat(lossesOf(true)).isZero();
  }

  @Test
  void aMoveWhoseNewNameIsNotDurableBeforeTheOldOneGoesLosesThePack() throws IOException {
    assertThat(lossesOf(false)).isPositive();
  }
}
