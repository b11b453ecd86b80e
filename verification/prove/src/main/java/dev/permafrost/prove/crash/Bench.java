package dev.permafrost.prove.crash;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one worker of the explorer uses again and again: the lake, the codecs. One thread at a time.
 */
public final class Bench implements AutoCloseable {

  /** Chunks of four ledgers. */
  public static final Geometry GEOMETRY = new Geometry(4);

  /** Two chunks at the beginning of the chain. */
  public static final ChunkId ZERO = new ChunkId(0);

  public static final ChunkId ONE = new ChunkId(1);

  /** A chunk in a bucket of its own. */
  public static final ChunkId FAR = new ChunkId(1005);

  /** What the lake says it is of. */
  static final String NETWORK = "Explorer Network";

  /** The formats and columns of all kinds. */
  static final List<ArtifactFormat> FORMATS = List.of(FileStores.packFormat(), TinyKind.FORMAT);

  /** What every store of every scenario is opened with. */
  static final StoreSettings SETTINGS =
      new StoreSettings(
          GEOMETRY,
          new Kinds(FORMATS, List.of(TinyKind.COLUMN)),
          CoveragePatience.upTo(Duration.ZERO),
          1 << 20);

  private static final Map<Long, byte[]> CHAIN = new HashMap<>();
  private static final List<ForgedLedger> HELD = new ArrayList<>();

  static {
    HELD.addAll(LedgerForge.small(1).ledgers(new LedgerRange(2, GEOMETRY.last(new ChunkId(3)))));
    HELD.addAll(LedgerForge.small(1).ledgers(GEOMETRY.range(FAR)));
    HELD.forEach(ledger -> CHAIN.put(ledger.sequence(), ledger.toBytes()));
  }

  private final ZstdFrameCodec zstd = new ZstdFrameCodec();
  private final PooledCodec codec = new PooledCodec(zstd, zstd.fingerprint());
  private final PooledCodec olderCodec =
      new PooledCodec(zstd, new CodecFingerprint("zstd-older/level-3/size+checksum"));
  private final FakeBackend lake = new FakeBackend(NETWORK, HELD);
  private @Nullable Golden golden;

  /** The raw ledger of a sequence, as it was forged. */
  static byte[] ledger(long sequence) {
    byte[] raw = CHAIN.get(sequence);
    if (raw == null) {
      throw new IllegalArgumentException("no scenario has ledger " + sequence);
    }
    return raw;
  }

  /** The running codec. */
  PooledCodec codec() {
    return codec;
  }

  /** A codec that gives the same frames and says that it is another. */
  PooledCodec olderCodec() {
    return olderCodec;
  }

  /** The lake, without any fault. */
  FakeBackend lake() {
    lake.heal();
    return lake;
  }

  /** The artifacts as they must be; made when they are first asked for. */
  Golden golden() {
    if (golden == null) {
      golden = Golden.make(this);
    }
    return golden;
  }

  /** How many sessions of codecs are open. */
  public int openSessions() {
    return codec.lent() + olderCodec.lent();
  }

  /** How many streams from the lake are open. */
  public int openStreams() {
    return lake.openStreams();
  }

  @Override
  public void close() {
    codec.close();
    olderCodec.close();
  }
}
