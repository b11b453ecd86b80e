package dev.permafrost.rocksdb;

import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.WitnessReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The witness of a database: the file {@code WITNESS} in its directory, with two slots that are
 * written in place alternately, so that a torn write leaves the other one intact (docs/protocol.md,
 * "The witness"). For a chunk's hot database it holds the highest acknowledged ledger, for the
 * catalog the number of acknowledged changes. Not thread-safe.
 */
final class WitnessFile implements AutoCloseable {

  /** The owner number of the catalog's witness, which is not a chunk's. */
  static final int CATALOG = -1;

  /** The name of the file. */
  static final String NAME = "WITNESS";

  private static final int SLOTS = 2;

  private final Path path;
  private final int owner;
  private final Failures failures;
  private final FileChannel channel;

  /** The counter of the slot written last, by any process, and the valid sequence. */
  private WitnessSlot latest;

  private int nextSlot;
  private boolean syncFailed;

  /** Takes over an open file, which it closes; also used by tests with files that fail. */
  WitnessFile(Path path, int owner, Failures failures, FileChannel channel, WitnessSlot latest) {
    this.path = path;
    this.owner = owner;
    this.failures = failures;
    this.channel = channel;
    this.latest = latest;
  }

  /** The path of the witness in a database's directory. */
  static Path in(Path directory) {
    return directory.resolve(NAME);
  }

  /** Creates the file, which must not exist, with both slots written and synced. */
  static WitnessFile create(Path directory, int owner, Failures failures, long sequence) {
    return written(directory, owner, failures, sequence, StandardOpenOption.CREATE_NEW);
  }

  /** Writes both slots of a file that may be damaged or missing, and syncs it. */
  static void rewrite(Path directory, int owner, Failures failures, long sequence) {
    written(directory, owner, failures, sequence, StandardOpenOption.CREATE).close();
  }

  private static WitnessFile written(
      Path directory, int owner, Failures failures, long sequence, OpenOption how) {
    WitnessFile witness =
        open(
            directory,
            owner,
            failures,
            new WitnessSlot(0, sequence),
            StandardOpenOption.WRITE,
            how);
    try {
      for (int slot = 0; slot < SLOTS; slot++) {
        witness.record(sequence);
      }
      witness.sync();
      return witness;
    } catch (RuntimeException | Error e) {
      witness.closeAfter(e);
      throw e;
    }
  }

  /** Opens the file for recording; a file without a valid slot is damage. */
  static WitnessFile open(Path directory, int owner, Failures failures) {
    List<Optional<WitnessSlot>> slots = readSlots(directory, owner, failures);
    if (slots.isEmpty()) {
      throw failures.damagedWitness(WitnessReading.missing());
    }
    int last = latestOf(slots);
    if (last < 0) {
      throw failures.damagedWitness(WitnessReading.unsound());
    }
    WitnessFile witness =
        open(directory, owner, failures, slots.get(last).orElseThrow(), StandardOpenOption.WRITE);
    witness.nextSlot = (last + 1) % SLOTS;
    return witness;
  }

  private static WitnessFile open(
      Path directory, int owner, Failures failures, WitnessSlot latest, OpenOption... how) {
    Path path = in(directory);
    try {
      return new WitnessFile(path, owner, failures, FileChannel.open(path, how), latest);
    } catch (IOException e) {
      throw failures.translate("open the witness of", e);
    }
  }

  /** Reads a witness; changes nothing. */
  static WitnessReading read(Path directory, int owner, Failures failures) {
    List<Optional<WitnessSlot>> slots = readSlots(directory, owner, failures);
    if (slots.isEmpty()) {
      return WitnessReading.missing();
    }
    int last = latestOf(slots);
    return last < 0
        ? WitnessReading.unsound()
        : WitnessReading.sound(slots.get(last).orElseThrow().sequence());
  }

  /** Both slots, each if it is valid; an empty list if there is no file. */
  private static List<Optional<WitnessSlot>> readSlots(
      Path directory, int owner, Failures failures) {
    List<Optional<WitnessSlot>> slots = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(in(directory), StandardOpenOption.READ)) {
      for (int slot = 0; slot < SLOTS; slot++) {
        ByteBuffer bytes = ByteBuffer.allocate(WitnessSlot.BYTES);
        long offsetBytes = (long) slot * WitnessSlot.BYTES;
        while (bytes.hasRemaining() && channel.read(bytes, offsetBytes + bytes.position()) > 0) {
          // Until it is full or the file ends.
        }
        slots.add(WitnessSlot.of(bytes.flip(), owner));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failures.translateRead("read the witness of", e);
    }
    return slots;
  }

  /**
   * The slot that counts: the larger sequence, of equal ones the later written; -1 if none is
   * valid.
   */
  private static int latestOf(List<Optional<WitnessSlot>> slots) {
    int best = -1;
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).isPresent()
          && (best < 0 || slots.get(i).get().compareTo(slots.get(best).orElseThrow()) > 0)) {
        best = i;
      }
    }
    return best;
  }

  /** Writes the slot that does not count, in place, unsynced. */
  void record(long sequence) {
    if (!channel.isOpen()) {
      throw new IllegalStateException("the witness is closed");
    }
    if (sequence < latest.sequence()) {
      throw new IllegalArgumentException(
          "the witness says " + latest.sequence() + " and never goes back to " + sequence);
    }
    WitnessSlot slot = new WitnessSlot(latest.counter() + 1, sequence);
    ByteBuffer bytes = slot.toBytes(owner);
    long offsetBytes = (long) nextSlot * WitnessSlot.BYTES;
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes, offsetBytes + bytes.position());
      }
    } catch (IOException e) {
      throw failures.translate("write the witness of", e);
    }
    latest = slot;
    nextSlot = (nextSlot + 1) % SLOTS;
  }

  /** Syncs the file; never again after a failure. */
  void sync() {
    if (!channel.isOpen()) {
      throw new IllegalStateException("the witness is closed");
    }
    try {
      channel.force(false);
    } catch (IOException e) {
      syncFailed = true;
      throw failures.notDurable(path, e);
    }
  }

  /** Syncs and closes the file. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    RuntimeException first = null;
    try {
      if (!syncFailed) {
        sync();
      }
    } catch (StorageFailure e) {
      first = e;
    }
    try {
      channel.close();
    } catch (IOException e) {
      RuntimeException failure = failures.translate("close the witness of", e);
      if (first == null) {
        first = failure;
      } else {
        first.addSuppressed(failure);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Closes the file after a failure, which remains the first one. */
  void closeAfter(Throwable first) {
    try {
      close();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }
}
