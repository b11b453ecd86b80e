package dev.permafrost.fs;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.failure.CorruptArtifact;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Inspects any pack, without knowing its chunk, and reports its content and the checks it passes.
 * Damage is part of the report, not an exception. Packs with several items in a record are
 * supported. Changes nothing. Thread-safe.
 */
public final class PackInspector {

  static final long MAX_IDLE_BYTES = 4L << 20;

  private final Disk disk;
  private final DirectBuffers buffers;

  PackInspector(Disk disk, DirectBuffers buffers) {
    this.disk = disk;
    this.buffers = buffers;
  }

  /**
   * Inspects trailer, index and app data; reads no record.
   *
   * <p>Throws {@code PermissionDenied} or {@code StorageUnavailable} if the file cannot be read.
   *
   * @return empty if there is no such file
   */
  public Optional<PackInspection> inspect(Path path) {
    return inspect(path, Optional.empty());
  }

  /**
   * Inspects a pack as {@link #inspect(Path)} does, decodes every record, and compares the content
   * hash if there is one. Whether the items are ledgers is not checked.
   *
   * @param borrowedCodec decodes the records; not closed
   * @return empty if there is no such file
   */
  public Optional<PackInspection> inspectWhole(Path path, CodecSession borrowedCodec) {
    return inspect(path, Optional.of(borrowedCodec));
  }

  private Optional<PackInspection> inspect(Path path, Optional<CodecSession> borrowedCodec) {
    Optional<DiskFile> there = disk.openReadIfThere(path.toAbsolutePath());
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (DiskFile file = there.get()) {
      Report report = new Report(file);
      try {
        report.read();
        borrowedCodec.ifPresent(report::readItems);
      } catch (CorruptArtifact damage) {
        // The last check of the report has it.
      }
      return Optional.of(report.toInspection());
    }
  }

  /** The report about one pack, which grows with each check. */
  private final class Report {

    private final DiskFile file;
    private final PackCheckLog checks;
    private Optional<PackTrailer> trailer = Optional.empty();
    private Optional<PackContainer> container = Optional.empty();
    private PackInspection.ContentHash hash = PackInspection.ContentHash.ABSENT;
    private Optional<LedgerAppData> ledgers = Optional.empty();

    private Report(DiskFile file) {
      this.file = file;
      this.checks = new PackCheckLog(file.path().toString());
    }

    private void read() {
      PackContainer read =
          PackContainer.read(file, buffers, checks, seen -> trailer = Optional.of(seen));
      container = Optional.of(read);
      if (read.trailer().hasContentHash()) {
        hash = PackInspection.ContentHash.UNCHECKED;
      }
      if (read.trailer().format() == PackFormat.LEDGERS) {
        ledgers = Optional.of(LedgerPackRules.checkLedgers(read, checks));
      }
      read.checkZeros(checks);
      if (ledgers.isPresent()) {
        LedgerPackRules.checkRecords(read, checks);
      }
    }

    private void readItems(CodecSession borrowedCodec) {
      PackContainer pack = container.orElseThrow();
      String computed = new PackItems(file, pack, buffers, checks).digest(borrowedCodec);
      if (pack.trailer().hasContentHash()) {
        boolean matches = computed.equals(pack.trailer().contentHash());
        hash = matches ? PackInspection.ContentHash.MATCHES : PackInspection.ContentHash.DIFFERS;
        checks.require(
            matches,
            "content hash",
            CorruptArtifact.Damage.CHECKSUM,
            pack.trailer().contentHash(),
            computed);
      }
    }

    private PackInspection toInspection() {
      return new PackInspection(
          file.path().toString(),
          file.sizeBytes(),
          trailer.map(Report::view),
          container.map(Report::indexOf),
          container.map(this::appDataOf),
          hash,
          checks.outcomes());
    }

    private static PackInspection.Trailer view(PackTrailer trailer) {
      return new PackInspection.Trailer(
          trailer.version(),
          trailer.flags(),
          trailer.format(),
          trailer.recordCount(),
          trailer.itemCount(),
          trailer.itemsPerRecord(),
          trailer.indexBytes(),
          trailer.appDataBytes(),
          trailer.contentHash(),
          trailer.appDataCrc(),
          trailer.crc());
    }

    private static PackInspection.Index indexOf(PackContainer pack) {
      RecordTable table = pack.table();
      return new PackInspection.Index(
          table.groupCount(),
          table.totalBytes(),
          table.smallestBytes(),
          table.largestBytes(),
          table.recordCount() == 0 ? 0 : table.totalBytes() / table.recordCount());
    }

    private PackInspection.AppData appDataOf(PackContainer pack) {
      ByteBuffer head = pack.appDataHead().duplicate();
      byte[] bytes = new byte[head.remaining()];
      head.get(bytes);
      return new PackInspection.AppData(
          pack.trailer().appDataBytes(),
          HexFormat.of().formatHex(bytes),
          ledgers.map(LedgerAppData::form),
          ledgers.map(data -> OptionalLong.of(data.firstSequence())).orElse(OptionalLong.empty()));
    }
  }
}
