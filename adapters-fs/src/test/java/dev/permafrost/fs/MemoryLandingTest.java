package dev.permafrost.fs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.landing.LandingContract;
import dev.permafrost.testkit.landing.MemoryLanding;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The fake keeps the contract as well; its packs are opened by the real format. */
class MemoryLandingTest extends LandingContract {

  private final MemoryLanding landing = new MemoryLanding(MemoryLandingTest::open, Faults.NONE);

  @SuppressWarnings("MustBeClosedChecker") // handed on
  private static LedgerPack open(byte[] bytes, String location, LedgerRange range) {
    MemoryVfs vfs = new MemoryVfs();
    Path path = Path.of("/" + location);
    try {
      new StoreFixture(vfs).write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FilePack.check(
        new Disk(vfs).openReadIfThere(path).orElseThrow(), range, DirectBuffers.aligned(0));
  }

  @Override
  protected Landing openLanding() {
    return landing;
  }

  @Override
  protected byte[] pack(LedgerRange range, List<byte[]> frames) {
    return PackBytes.of(range, frames);
  }

  @Override
  protected byte[] content(ChunkId chunk) {
    return requireNonNull(landing.files().get(chunk.name()), "no file for the chunk");
  }

  @Override
  protected int files() {
    return landing.files().size();
  }

  @AfterEach
  void everyWriterIsClosed() {
    assertThat(landing.openWriters()).isZero();
  }
}
