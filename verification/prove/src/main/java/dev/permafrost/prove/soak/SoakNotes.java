package dev.permafrost.prove.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Numbers that a process keeps in a mapped file, where another one reads them, and where they stay
 * when the process is killed. Safe for several threads and processes.
 */
final class SoakNotes {

  /** What is noted. */
  enum Note {
    /** The highest ledger that was acknowledged. */
    ACKNOWLEDGED(0),
    /** How many ledgers were acknowledged. */
    LEDGERS(1),
    /** How many pages were read and compared. */
    PAGES(2),
    /** How often something was wrong; what, the process prints. */
    WRONG(3),
    /** The memory in use at this moment, in bytes. */
    MEMORY(4),
    DESCRIPTORS_BEFORE(5),
    DESCRIPTORS_AFTER(6),
    NATIVE_BEFORE(7),
    NATIVE_AFTER(8);

    private final int slot;

    Note(int slot) {
      this.slot = slot;
    }
  }

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer mapped;

  private SoakNotes(ByteBuffer mapped) {
    this.mapped = mapped;
  }

  /** The notes in a file, which is made if it is not there. */
  static SoakNotes in(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int bytes = Note.values().length * Long.BYTES;
      return new SoakNotes(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long get(Note note) {
    return (long) LONGS.getVolatile(mapped, at(note));
  }

  void set(Note note, long value) {
    LONGS.setVolatile(mapped, at(note), value);
  }

  void count(Note note) {
    Object unused = LONGS.getAndAdd(mapped, at(note), 1L);
  }

  private static int at(Note note) {
    return note.slot * Long.BYTES;
  }
}
