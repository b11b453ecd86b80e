package dev.permafrost.testkit.hot;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The witness of a fake hot database, a file in a {@link Vfs} of the form that the contract asks
 * for: each slot is its chunk, a counter, a sequence, zeros, and a checksum at the end of its
 * sector. One thread.
 */
final class MemoryWitness implements AutoCloseable {

  private static final int SLOT_BYTES = 512;
  private static final int CHECKED_BYTES = SLOT_BYTES - Integer.BYTES;
  private static final String NAME = "WITNESS";

  /** What the sound slots say; no slot is sound where the counter is 0. */
  private record Latest(int slot, long counter, long sequence) {}

  private final VfsFile file;
  private final ChunkId chunk;
  private Latest latest;

  private MemoryWitness(VfsFile file, ChunkId chunk, Latest latest) {
    this.file = file;
    this.chunk = chunk;
    this.latest = latest;
  }

  /** Makes the file, or takes it over, with both slots written and synced. */
  static MemoryWitness write(Vfs vfs, Path directory, ChunkId chunk, long sequence)
      throws IOException {
    VfsFile file = writable(vfs, directory.resolve(NAME));
    MemoryWitness witness = new MemoryWitness(file, chunk, new Latest(1, 0, sequence));
    try {
      witness.record(sequence);
      witness.record(sequence);
      witness.sync();
      return witness;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Opens a file that {@link #read} called sound. */
  static MemoryWitness open(Vfs vfs, Path directory, ChunkId chunk) throws IOException {
    VfsFile file = writable(vfs, directory.resolve(NAME));
    try {
      return new MemoryWitness(file, chunk, latest(file, chunk));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the witness owns it
  private static VfsFile writable(Vfs vfs, Path path) throws IOException {
    if (vfs.stat(path).type() == FileStat.Type.MISSING) {
      return vfs.create(path);
    }
    return vfs.openWrite(path);
  }

  static WitnessReading read(Vfs vfs, Path directory, ChunkId chunk) throws IOException {
    Path path = directory.resolve(NAME);
    if (vfs.stat(path).type() == FileStat.Type.MISSING) {
      return WitnessReading.missing();
    }
    try (VfsFile file = vfs.openRead(path)) {
      Latest latest = latest(file, chunk);
      return latest.counter == 0 ? WitnessReading.unsound() : WitnessReading.sound(latest.sequence);
    }
  }

  private static Latest latest(VfsFile file, ChunkId chunk) throws IOException {
    Latest latest = new Latest(0, 0, 0);
    for (int slot = 0; slot < 2; slot++) {
      ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
      file.readAt(bytes, (long) slot * SLOT_BYTES);
      boolean sound =
          bytes.getInt(CHECKED_BYTES) == checksum(bytes) && bytes.getInt(0) == chunk.value();
      if (sound && bytes.getLong(4) > latest.counter) {
        latest = new Latest(slot, bytes.getLong(4), bytes.getLong(12));
      }
    }
    return latest;
  }

  void record(long sequence) throws IOException {
    if (sequence < latest.sequence) {
      throw new IllegalArgumentException(
          "the witness says " + latest.sequence + " and never goes back to " + sequence);
    }
    Latest next = new Latest(1 - latest.slot, latest.counter + 1, sequence);
    ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
    bytes.putInt(0, chunk.value()).putLong(4, next.counter).putLong(12, sequence);
    bytes.putInt(CHECKED_BYTES, checksum(bytes));
    file.writeAt(bytes, (long) next.slot * SLOT_BYTES);
    latest = next;
  }

  void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Of all but the checksum, and never 0 for a slot of zeros. */
  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().position(0).limit(CHECKED_BYTES));
    return ~(int) checksum.getValue();
  }
}
