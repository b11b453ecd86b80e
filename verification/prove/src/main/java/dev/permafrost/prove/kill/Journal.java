package dev.permafrost.prove.kill;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a process says of itself, a line a write, into a file: what was written is there after the
 * process was killed, which a pipe does not promise. Each change of phase is also told on standard
 * output, where it wakes who waits for it. Safe for several threads.
 */
final class Journal implements AutoCloseable {

  /** The words that lines begin with. */
  static final String PHASE = "phase";

  static final String LEDGER = "ledger";
  static final String FROZEN = "frozen";
  static final String GIVEN_UP = "given-up";

  private final FileChannel file;
  private final OutputStream told = new FileOutputStream(FileDescriptor.out);
  private Phase phase = Phase.STARTING;

  private Journal(FileChannel file) {
    this.file = file;
  }

  /** Begins a journal in a new file. */
  @MustBeClosed
  static Journal begin(Path path) throws IOException {
    return new Journal(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** What comes next is about a phase. */
  synchronized void enter(Phase entered) {
    phase = entered;
    write(PHASE, phase.word());
    try {
      told.write(phase.mark());
      told.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The phase that was entered last. */
  synchronized Phase phase() {
    return phase;
  }

  /** A ledger was acknowledged. */
  synchronized void acknowledged(long sequence) {
    write(LEDGER, Long.toString(sequence));
  }

  /** The freezing of a chunk returned. */
  synchronized void frozen(ChunkId chunk) {
    write(FROZEN, Integer.toString(chunk.value()));
  }

  /** All that is stored of a chunk is about to be given up, or some of it. */
  synchronized void givesUp(ChunkId chunk) {
    write(GIVEN_UP, Integer.toString(chunk.value()));
  }

  private void write(String word, String value) {
    ByteBuffer line =
        ByteBuffer.wrap((word + " " + value + "\n").getBytes(StandardCharsets.US_ASCII));
    try {
      while (line.hasRemaining()) {
        file.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
