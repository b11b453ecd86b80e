package dev.permafrost.domain.source;

import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads ledgers from a lake, or from any other source of raw ledgers. Nothing about them is
 * trusted.
 */
public final class LakeChunkSource implements ChunkSource {

  private final LedgerSource source;
  private final LedgerRange part;
  private final Optional<String> network;

  /**
   * Creates a source for a part of a chunk.
   *
   * @param network the network of the ledgers, according to the source
   */
  public LakeChunkSource(LedgerSource source, LedgerRange part, Optional<String> network) {
    this.source = source;
    this.part = part;
    this.network = network;
  }

  /** The same source, starting at another ledger of its part. */
  public LakeChunkSource from(long first) {
    return new LakeChunkSource(source, new LedgerRange(first, part.last()), network);
  }

  @Override
  public String name() {
    return "lake";
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public Optional<String> network() {
    return network;
  }

  @Override
  public void feed(LedgerLine line, CancelToken cancel) {
    try (LedgerStream stream = source.stream(part, cancel)) {
      long due = part.first();
      while (stream.next()) {
        cancel.throwIfCancelled();
        line.sendRaw(due++, stream, origin(stream.origin()));
      }
    }
  }

  private static Origin origin(String location) {
    return new Origin() {
      @Override
      public String location() {
        return location;
      }

      @Override
      public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
        return new LakeDamage(location, damage, cause);
      }
    };
  }

  /** Nothing is open between calls of {@link #feed}. */
  @Override
  public void close() {}
}
