package dev.permafrost.domain.source;

import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads ledgers from a frozen pack. The codec that wrote its frames is not recorded, so frames are
 * compressed again if frames are requested.
 */
public final class PackChunkSource implements ChunkSource {

  private final LedgerPack pack;

  /** Creates a source that owns its pack. */
  public PackChunkSource(LedgerPack pack) {
    this.pack = pack;
  }

  @Override
  public String name() {
    return "pack";
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public Optional<String> network() {
    return Optional.empty();
  }

  @Override
  public void feed(LedgerLine line, CancelToken cancel) {
    Origin origin = origin(pack);
    try (FrameCursor cursor = pack.scan(pack.range())) {
      while (cursor.next()) {
        cancel.throwIfCancelled();
        line.sendFrame(cursor.sequence(), cursor.borrowedFrame(), false, null, origin);
      }
    }
  }

  /** Creates the origin that reports damage in a pack. */
  public static Origin origin(LedgerPack pack) {
    return new Origin() {
      @Override
      public String location() {
        return pack.location();
      }

      @Override
      public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
        return new CorruptArtifact(
            pack.location(),
            "record of ledger " + sequence,
            "one sound frame of that ledger",
            damage,
            CorruptArtifact.Damage.CORRUPT,
            cause);
      }
    };
  }

  @Override
  public void close() {
    pack.close();
  }
}
