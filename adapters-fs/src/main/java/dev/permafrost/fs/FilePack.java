package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ContentHashCheck;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * An open pack of ledgers, read by position into pooled direct buffers. It is not memory-mapped, so
 * that an I/O error is an exception and does not end the process.
 */
final class FilePack implements LedgerPack {

  private final DiskFile file;
  private final PackContainer container;
  private final PackForm form;
  private final LedgerRange range;
  private final DirectBuffers buffers;
  private volatile boolean closed;

  /** Takes over the file and closes it. The container must have been checked for the range. */
  @MustBeClosed
  FilePack(
      DiskFile file,
      PackContainer container,
      PackForm form,
      LedgerRange range,
      DirectBuffers buffers) {
    this.file = file;
    this.container = container;
    this.form = form;
    this.range = range;
    this.buffers = buffers;
  }

  /**
   * Checks a file and opens it as a pack, which takes over the file. If a check fails, the file is
   * closed.
   *
   * @param range the ledgers that it must hold
   */
  @MustBeClosed
  static FilePack check(DiskFile file, LedgerRange range, DirectBuffers buffers) {
    try {
      PackCheckLog checks = new PackCheckLog(file.path().toString());
      PackContainer container = PackContainer.read(file, buffers, checks, trailer -> {});
      LedgerAppData appData = LedgerPackRules.checkLedgers(container, checks);
      container.checkZeros(checks);
      LedgerPackRules.checkRecords(container, checks);
      LedgerPackRules.checkRange(container, appData, range, checks);
      return new FilePack(file, container, appData.form(), range, buffers);
    } catch (RuntimeException | Error e) {
      throw Closing.after(e, file);
    }
  }

  @Override
  public String location() {
    return file.path().toString();
  }

  @Override
  public LedgerRange range() {
    return range;
  }

  @Override
  public long sizeBytes() {
    return container.fileBytes();
  }

  @Override
  public PackForm form() {
    return form;
  }

  @Override
  public Optional<ContentHashCheck> contentHash() {
    PackTrailer trailer = container.trailer();
    return trailer.hasContentHash()
        ? Optional.of(new LedgerContentHash(location(), trailer.contentHash()))
        : Optional.empty();
  }

  @Override
  public <T> T withFrame(long sequence, Function<ByteBuffer, T> use) {
    requireInside(new LedgerRange(sequence, sequence));
    long record = sequence - range.first();
    ByteBuffer buffer = buffers.borrow((int) table().size(record));
    try {
      read(buffer, table().offset(record));
      return use.apply(buffer.asReadOnlyBuffer());
    } finally {
      buffers.giveBack(buffer);
    }
  }

  @Override
  @MustBeClosed
  public FrameCursor scan(LedgerRange part) {
    requireInside(part);
    return new PackCursor(this, part, buffers);
  }

  @Override
  public ByteBuffer tail() {
    return container.tail();
  }

  @Override
  public void close() {
    closed = true;
    file.close();
  }

  RecordTable table() {
    return container.table();
  }

  /** Fills a buffer from 0 to its limit; a file that has become shorter is damage. */
  void read(ByteBuffer target, long offsetBytes) {
    if (closed) {
      throw new IllegalStateException("the pack is closed: " + location());
    }
    int wanted = target.remaining();
    int found = file.readAt(target, offsetBytes);
    target.rewind();
    if (found < wanted) {
      throw new CorruptArtifact(
          location(),
          "file keeps its size",
          wanted + " bytes at " + offsetBytes,
          Integer.toString(found),
          Damage.SIZE,
          null);
    }
  }

  private void requireInside(LedgerRange part) {
    if (part.first() < range.first() || part.last() > range.last()) {
      throw new IllegalArgumentException(
          "ledgers " + part + " are not in the pack of " + range + ": " + location());
    }
  }
}
