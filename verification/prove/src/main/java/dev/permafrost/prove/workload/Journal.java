package dev.permafrost.prove.workload;

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
public final class Journal implements WorkloadEvents, AutoCloseable {

  /** The words that lines begin with. */
  static final String PHASE = "phase";

  static final String LEDGER = "ledger";
  static final String FROZEN = "frozen";
  static final String GIVEN_UP = "given-up";
  static final String ADOPTS = "adopts";

  private final FileChannel file;
  private final OutputStream told = new FileOutputStream(FileDescriptor.out);
  private Phase phase = Phase.STARTING;

  private Journal(FileChannel file) {
    this.file = file;
  }

  /** Begins a journal in a new file. */
  @MustBeClosed
  public static Journal begin(Path path) throws IOException {
    return new Journal(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  @Override
  public synchronized void enter(Phase entered) {
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
  public synchronized Phase phase() {
    return phase;
  }

  /** A ledger was acknowledged. */
  public synchronized void acknowledged(long sequence) {
    write(LEDGER, Long.toString(sequence));
  }

  /** The freezing of a chunk returned. */
  public synchronized void frozen(ChunkId chunk) {
    write(FROZEN, Integer.toString(chunk.value()));
  }

  @Override
  public synchronized void givesUp(ChunkId chunk) {
    write(GIVEN_UP, Integer.toString(chunk.value()));
  }

  @Override
  public synchronized void adopts(ChunkId chunk) {
    write(ADOPTS, Integer.toString(chunk.value()));
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
