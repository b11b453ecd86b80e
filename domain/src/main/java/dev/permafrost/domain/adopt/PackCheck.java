package dev.permafrost.domain.adopt;

import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.pass.LedgerPass;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;

/** Reads and checks a whole open pack, and copies a checked pack. */
final class PackCheck {

  private final LedgerPasses passes;

  PackCheck(LedgerPasses passes) {
    this.passes = passes;
  }

  /**
   * Reads every ledger of a pack.
   *
   * @param watched a ledger whose hash is requested, if any
   * @param cancel checked between ledgers
   * @throws dev.permafrost.ports.failure.CorruptArtifact if a frame is damaged
   * @throws dev.permafrost.ports.failure.BrokenChain if a header or a link is wrong
   */
  CheckedPack check(
      ChunkId chunk, LedgerPack pack, OptionalLong watched, CancelToken cancel, Tally tally) {
    AtomicReference<LedgerHash> seen = new AtomicReference<>();
    CRC32C checksum = new CRC32C();
    LedgerPass pass = passes.over(Operation.ADOPT, chunk, pack.range(), tally);
    pass.run(
        Set.of(),
        line -> feed(pack, line, checksum, cancel),
        (ledger, rawBytes, frameBytes) -> {
          if (watched.isPresent() && watched.getAsLong() == ledger.sequence()) {
            seen.set(ledger.hash());
          }
        });
    return new CheckedPack(pass.headers(), checksum.getValue(), Optional.ofNullable(seen.get()));
  }

  private static void feed(LedgerPack pack, LedgerLine line, CRC32C checksum, CancelToken cancel) {
    Origin origin = PackChunkSource.origin(pack);
    try (FrameCursor cursor = pack.scan(pack.range())) {
      while (cursor.next()) {
        cancel.throwIfCancelled();
        checksum.update(cursor.borrowedFrame().duplicate());
        line.sendFrame(cursor.sequence(), cursor.borrowedFrame(), true, null, origin);
      }
    }
  }

  /**
   * Copies a pack byte for byte.
   *
   * @param checked the result of the check of the same open pack
   * @throws CorruptArtifact if the frames have changed since the check
   */
  static void copy(LedgerPack pack, CheckedPack checked, ArtifactSink sink, CancelToken cancel) {
    CRC32C checksum = new CRC32C();
    try (FrameCursor cursor = pack.scan(pack.range())) {
      while (cursor.next()) {
        cancel.throwIfCancelled();
        ByteBuffer frame = cursor.borrowedFrame();
        checksum.update(frame.duplicate());
        sink.append(frame.duplicate());
      }
    }
    if (checksum.getValue() != checked.framesChecksum()) {
      throw new CorruptArtifact(
          pack.location(),
          "the file does not change while it is copied",
          Long.toHexString(checked.framesChecksum()),
          Long.toHexString(checksum.getValue()),
          CorruptArtifact.Damage.CHECKSUM,
          null);
    }
    sink.append(pack.tail());
  }
}
