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
import java.util.List;

/**
 * Numbers that a process keeps in a mapped file, where another one reads them, and where they stay
 * when the process is killed. Safe for several threads and processes.
 */
final class SoakNotes {

  /** What is noted. */
  enum Note {
    /** The highest ledger that was acknowledged. */
    ACKNOWLEDGED,
    /** How many ledgers were acknowledged. */
    LEDGERS,
    /** How many pages were read and compared. */
    PAGES,
    /** How often something was wrong; what, the process prints. */
    WRONG,
    /** The memory in use at this moment, in bytes. */
    MEMORY,
    DESCRIPTORS_BEFORE,
    DESCRIPTORS_AFTER,
    NATIVE_BEFORE,
    NATIVE_AFTER
  }

  private static final List<Note> ALL = List.of(Note.values());

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
      int bytes = ALL.size() * Long.BYTES;
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
    return ALL.indexOf(note) * Long.BYTES;
  }
}
