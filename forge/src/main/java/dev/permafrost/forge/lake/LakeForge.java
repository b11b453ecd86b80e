package dev.permafrost.forge.lake;

import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes a lake directory, out of forged ledgers or of real ones, that any web server can serve: a
 * manifest and whole objects, compressed as real lakes are.
 *
 * <p>Immutable; each call makes everything again. Nothing is synced.
 */
public final class LakeForge {

  private final Path out;
  private final LakeShape shape;
  private final int workers;
  private final CancelToken cancel;
  private final LongConsumer progress;

  private LakeForge(
      Path out, LakeShape shape, int workers, CancelToken cancel, LongConsumer progress) {
    this.out = out;
    this.shape = shape;
    this.workers = workers;
    this.cancel = cancel;
    this.progress = progress;
  }

  /**
   * A forge of one lake, with one worker.
   *
   * @param out the lake's root: absent, or an empty directory
   */
  public static LakeForge into(Path out, LakeShape shape) {
    return new LakeForge(out, shape, 1, CancelToken.NEVER, ledgers -> {});
  }

  /** The same with so many threads that compress and write; the bytes are the same. */
  public LakeForge withWorkers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " workers, expected at least 1");
    }
    return new LakeForge(out, shape, count, cancel, progress);
  }

  /** The same, which stops between two ledgers with {@code Cancelled}; what was written stays. */
  public LakeForge withCancel(CancelToken token) {
    return new LakeForge(out, shape, workers, token, progress);
  }

  /** The same, which tells after each ledger, on the caller's thread, how many are made. */
  public LakeForge withProgress(LongConsumer ledgersMade) {
    return new LakeForge(out, shape, workers, cancel, ledgersMade);
  }

  /**
   * Makes a lake of forged ledgers, rounded up to whole objects.
   *
   * @param asked at least these
   * @throws DirectoryNotEmpty if the root is there and not an empty directory
   * @throws dev.permafrost.ports.failure.StorageFailure if it cannot be written, or cancelled
   */
  public LakeReport forge(LedgerForge ledgers, LedgerRange asked) {
    if (asked.first() < LakeShape.FIRST_LEDGER) {
      throw new IllegalArgumentException(
          "ledger " + asked.first() + " is in no lake: the first is " + LakeShape.FIRST_LEDGER);
    }
    LedgerRange whole = shape.wholeObjects(asked);
    ForgedChain chain = ledgers.from(whole.first());
    return write(asked, whole, sequence -> chain.next().raw());
  }

  /**
   * Makes a lake of given ledgers, as far as they fill whole objects.
   *
   * @param ledgers raw ledgers of consecutive sequences; not to be changed meanwhile
   * @throws IllegalArgumentException if they are not consecutive or fill no object
   * @throws DirectoryNotEmpty if the root is there and not an empty directory
   * @throws dev.permafrost.ports.failure.StorageFailure if it cannot be written, or cancelled
   */
  public LakeReport write(List<byte[]> ledgers) {
    if (ledgers.isEmpty()) {
      throw new IllegalArgumentException("no ledgers to make a lake of");
    }
    return write(LedgerFront.parse(ByteBuffer.wrap(ledgers.get(0))).sequence(), ledgers);
  }

  /**
   * The same of ledgers of any shape, also the first.
   *
   * @param first the sequence of the first
   */
  public LakeReport write(long first, List<byte[]> ledgers) {
    LedgerRange given = rangeOf(first, ledgers);
    LedgerRange whole = wholeObjectsInside(given);
    return write(
        given, whole, sequence -> ByteBuffer.wrap(ledgers.get((int) (sequence - given.first()))));
  }

  private LakeReport write(LedgerRange asked, LedgerRange whole, LedgerAt ledgers) {
    try (LakeWriter writer = LakeWriter.create(out, shape, workers)) {
      for (long sequence = whole.first(); sequence <= whole.last(); sequence++) {
        cancel.throwIfCancelled();
        writer.append(sequence, ledgers.raw(sequence));
        progress.accept(sequence - whole.first() + 1);
      }
      writer.finish();
      return new LakeReport(
          asked, whole, writer.objects(), writer.rawBytes(), writer.storedBytes());
    }
  }

  private LedgerRange wholeObjectsInside(LedgerRange given) {
    LedgerRange first = shape.objectRange(given.first());
    LedgerRange last = shape.objectRange(given.last());
    long from = first.first() == given.first() ? given.first() : first.last() + 1;
    long to = last.last() == given.last() ? given.last() : last.first() - 1;
    if (from > to) {
      throw new IllegalArgumentException(
          "the ledgers "
              + given
              + " fill no object of "
              + shape.ledgersPerBatch()
              + " ledgers: the first begins at "
              + (first.first() == given.first() ? first.first() : first.last() + 1));
    }
    return new LedgerRange(from, to);
  }

  private static LedgerRange rangeOf(long first, List<byte[]> ledgers) {
    for (int i = 0; i < ledgers.size(); i++) {
      long sequence = LedgerFront.read(ByteBuffer.wrap(ledgers.get(i)), first + i).sequence();
      if (sequence != first + i) {
        throw new IllegalArgumentException(
            "ledger " + sequence + " stands where " + (first + i) + " should");
      }
    }
    return new LedgerRange(first, first + ledgers.size() - 1);
  }

  /** Where the raw ledgers come from; asked once for each, in order. */
  private interface LedgerAt {
    ByteBuffer raw(long sequence);
  }
}
