package dev.permafrost.domain.hot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How ledgers are asked for, by the sentences of docs/protocol.md, "Reading". */
final class HotReaderTest {

  private final List<String> asked = new ArrayList<>();

  @Test
  void aFewLedgersAreReadWithoutReadingAhead() {
    try (HotReader reader = new HotReader(new Recording(), () -> {})) {
      for (long count : new long[] {1, 31, 32, 200}) {
        try (HotCursor cursor = reader.ledgersFrom(2, count)) {
          assertThat(cursor.next()).isFalse();
        }
      }
    }
    assertThat(asked).containsExactly("lookup", "lookup", "cursor", "cursor");
  }

  /** An empty database that keeps how it is read. */
  private final class Recording implements HotView {

    @Override
    public ChunkId chunk() {
      return new ChunkId(0);
    }

    @Override
    public String location() {
      return "nowhere";
    }

    @Override
    public Optional<byte[]> highestKey(ColumnFamily family) {
      return Optional.empty();
    }

    @Override
    public HotCursor cursor(ColumnFamily family, byte[] from) {
      asked.add("cursor");
      return new Empty();
    }

    @Override
    public HotCursor lookup(ColumnFamily family, byte[] key) {
      asked.add("lookup");
      return new Empty();
    }

    @Override
    public void close() {}
  }

  private static final class Empty implements HotCursor {

    @Override
    public boolean next() {
      return false;
    }

    @Override
    public ByteBuffer borrowedKey() {
      throw new IllegalStateException("empty");
    }

    @Override
    public ByteBuffer borrowedValue() {
      throw new IllegalStateException("empty");
    }

    @Override
    public void close() {}
  }
}
