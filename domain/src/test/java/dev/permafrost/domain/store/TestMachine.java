package dev.permafrost.domain.store;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.Anchor;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.disk.VfsPaths;
import dev.permafrost.testkit.events.RecordingEvents;
import dev.permafrost.testkit.fault.ScriptedFaults;
import dev.permafrost.testkit.forward.ForwardingSession;
import dev.permafrost.testkit.handles.HandleTracker;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.machine.MemoryVfs;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.work.ManualTime;
import dev.permafrost.testkit.work.SameThreadWork;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A whole machine in memory for tests of the domain: the real file adapter and the real codec over
 * a file system in memory, fakes of the databases, a lake that counts its requests, chunks of four
 * ledgers, work on the same thread, time that only moves during waits.
 */
public final class TestMachine {

  /** Chunks of four ledgers. */
  public static final Geometry GEOMETRY = new Geometry(4);

  /** The data directory, with the roots in their default form. */
  public static final Path DATA = Path.of("/srv/data");

  /** The network of the lake. */
  public static final String NETWORK = "Test Network ; 2026";

  /** The first chunks of the chain. */
  public static final ChunkId ZERO = new ChunkId(0);

  public static final ChunkId ONE = new ChunkId(1);

  public static final ChunkId TWO = new ChunkId(2);

  /** The chain: ledgers 2 to 41, which is chunks 0 to 9. */
  public static final List<ForgedLedger> CHAIN =
      LedgerForge.small(1).ledgers(new LedgerRange(2, 41));

  public final MemoryVfs vfs;

  /** Another process, for looking: closing a file would drop this process's lock on it. */
  private final MemoryVfs spectator;

  public final ScriptedFaults faults = new ScriptedFaults();
  public final Steps steps = new Steps();
  public final RecordingEvents events = new RecordingEvents();
  public final ManualTime time = new ManualTime();
  public final FakeBackend lake = new FakeBackend(NETWORK, CHAIN);
  public final RootPaths roots;
  public final MemoryMetaStores metaStores;
  public final MemoryHotStores hotStores;
  private final HandleTracker tracker = new HandleTracker();
  private FrameCodec codec = new ZstdFrameCodec();
  private Optional<BulkBackend> backend = Optional.of(lake);
  private Duration patience = Duration.ofSeconds(20);
  private List<ArtifactFormat> formats = List.of(FileStores.packFormat(), TinyKind.FORMAT);
  private List<HotColumn> columns = List.of(TinyKind.COLUMN);
  private Geometry geometry = GEOMETRY;
  private OrderedWork work = new SameThreadWork();
  private Anchors anchors = Anchors.none();
  private FreezeSettings freezing = FreezeSettings.STANDARD;

  public TestMachine() {
    this(RootPaths.under(DATA));
  }

  public TestMachine(RootPaths roots) {
    this.roots = roots;
    this.vfs = new MemoryVfs();
    this.spectator = vfs.otherProcess();
    this.metaStores = new MemoryMetaStores(vfs, roots.catalog(), this::ask);
    this.hotStores = new MemoryHotStores(vfs, roots.hot(), this::ask);
    vfs.hook(steps);
  }

  private TestMachine(TestMachine before) {
    this.roots = before.roots;
    this.vfs = before.vfs.otherProcess();
    this.spectator = before.spectator;
    this.metaStores = before.metaStores.restarted(vfs, this::ask);
    this.hotStores = before.hotStores.restarted(vfs, this::ask);
    this.codec = before.codec;
    this.backend = before.backend.isPresent() ? Optional.of(lake) : Optional.empty();
    this.patience = before.patience;
    this.formats = before.formats;
    this.columns = before.columns;
    this.geometry = before.geometry;
    this.work = before.work;
    vfs.hook(steps);
  }

  private void ask(String operation, String subject) {
    steps.before(operation, subject);
    faults.before(operation, subject);
  }

  /** Kills the process of this machine, and gives the machine with a new one. */
  public TestMachine restarted() {
    vfs.kill();
    return new TestMachine(this);
  }

  /** Lets the next stores be opened without a lake. */
  public void withoutLake() {
    backend = Optional.empty();
  }

  /** Lets the next stores be opened with another lake than its own. */
  public void otherLake(BulkBackend other) {
    backend = Optional.of(other);
  }

  /** Replaces the work of the next stores, which otherwise runs immediately. */
  public void work(OrderedWork other) {
    work = other;
  }

  public void codec(FrameCodec other) {
    codec = other;
  }

  /** Lets the encoding of each ledger take so long. */
  public void encodingTakes(Duration howLong) {
    FrameCodec real = codec;
    codec =
        new FrameCodec() {
          @Override
          public CodecFingerprint fingerprint() {
            return real.fingerprint();
          }

          @Override
          @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
          public CodecSession open() {
            return new ForwardingSession(real.open()) {
              @Override
              public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
                time.advance(howLong);
                return super.encode(borrowedRaw, target);
              }
            };
          }
        };
  }

  /** Lets each operation of a name on a file or a directory take so long. */
  public void takes(String operation, Path path, Duration howLong) {
    steps.watch(
        (name, place) -> {
          if (name.equals(operation) && place.equals(path)) {
            time.advance(howLong);
          }
        });
  }

  public void patience(Duration limit) {
    patience = limit;
  }

  public void kinds(List<ArtifactFormat> otherFormats, List<HotColumn> otherColumns) {
    formats = otherFormats;
    columns = otherColumns;
  }

  /** What stores that are opened from now on trust. */
  public void trust(Anchor... trusted) {
    anchors = Anchors.of(List.of(trusted));
  }

  /** How stores that are opened from now on freeze. */
  public void freezing(FreezeSettings other) {
    freezing = other;
  }

  public void geometry(Geometry other) {
    geometry = other;
  }

  /** The ports of a process of this machine; each opening needs new ones. */
  public StorePorts ports() {
    return ports(vfs, 4711);
  }

  /** The ports of another process. */
  public StorePorts ports(MemoryVfs view, long pid) {
    Set<ArtifactKind> names = settings().kinds().names();
    StoreRoots storeRoots = FileStores.roots(view, roots, names, pid);
    return new StorePorts(
        new StorePorts.Databases(tracker.metaStores(metaStores), tracker.hotStores(hotStores)),
        new StorePorts.Files(
            storeRoots,
            FileStores.hotDirectories(vfs, roots.hot()),
            tracker.artifacts(FileStores.artifacts(vfs, roots.cold(), formats)),
            tracker.packs(FileStores.ledgerPacks(vfs, roots.cold()))),
        tracker.codec(codec),
        backend.map(tracker::backend),
        tracker.work(work),
        time,
        events);
  }

  public StoreSettings settings() {
    Kinds kinds =
        new Kinds(
            formats.stream().map(tracker::format).toList(),
            columns.stream().map(tracker::column).toList());
    return new StoreSettings(
        geometry, kinds, CoveragePatience.upTo(patience), 1 << 20, anchors, freezing);
  }

  @MustBeClosed
  public Store open() {
    return Store.open(ports(), settings(), TestMachine::id);
  }

  /** A store's catalog with its changes, to bring it into states that only a crash leaves. */
  public static Catalog changing(Store store) {
    return store.changingCatalog();
  }

  @MustBeClosed
  public StoreView view() {
    return StoreView.open(ports(), settings());
  }

  public static StoreId id() {
    return new StoreId("0123456789abcdef0123456789abcdef");
  }

  /** A forged ledger of the chain. */
  public static ForgedLedger ledger(long sequence) {
    return CHAIN.get((int) (sequence - 2));
  }

  /** How many bytes the frame of a ledger has. */
  public static long frameBytes(long sequence) {
    byte[] raw = ledger(sequence).toBytes();
    try (CodecSession session = new ZstdFrameCodec().open()) {
      ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(raw.length));
      return session.encode(ByteBuffer.allocateDirect(raw.length).put(raw).flip(), frame);
    }
  }

  /** A forged ledger, checked and encoded, as a hot database takes it. */
  public static BorrowedLedger checked(long sequence) {
    ByteBuffer raw = ByteBuffer.wrap(ledger(sequence).toBytes());
    ByteBuffer direct = ByteBuffer.allocateDirect(raw.remaining()).put(raw).flip();
    LedgerFront front = LedgerFront.parse(direct);
    try (CodecSession session = new ZstdFrameCodec().open()) {
      ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(direct.remaining()));
      session.encode(direct, frame);
      return new BorrowedLedger(sequence, front.hash(), front.previousHash(), frame.flip(), direct);
    }
  }

  /** The path of a chunk's artifact. */
  public Path artifact(ArtifactKind kind, ChunkId chunk) {
    String extension = kind.equals(ArtifactKind.LEDGERS) ? "pack" : "tiny";
    return roots
        .cold()
        .resolve(kind.name())
        .resolve(chunk.bucketName())
        .resolve(chunk.name() + "." + extension);
  }

  public Path pack(ChunkId chunk) {
    return artifact(ArtifactKind.LEDGERS, chunk);
  }

  public Path hotDirectory(ChunkId chunk) {
    return roots.hot().resolve(chunk.name());
  }

  /** Replaces a file. */
  public void write(Path file, byte[] content) {
    try {
      if (exists(file)) {
        vfs.unlink(file);
      }
      VfsPaths.writeNew(vfs, file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a directory and what is missing above it. */
  public void makeDirectories(Path directory) {
    try {
      VfsPaths.makeDirectories(vfs, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a file. */
  public byte[] bytes(Path file) {
    try (VfsFile open = spectator.openRead(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) open.sizeBytes());
      open.readAt(bytes, 0);
      return bytes.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes one byte of a file. */
  public void damage(Path file, long offsetBytes) {
    try (VfsFile open = spectator.openWrite(file)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      open.readAt(one, offsetBytes);
      one.put(0, (byte) (one.get(0) ^ 0x20)).position(0);
      open.writeAt(one, offsetBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean exists(Path path) {
    try {
      return vfs.stat(path).type() != dev.permafrost.ports.vfs.FileStat.Type.MISSING;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file or a whole directory, as an accident would. */
  public void lose(Path path) {
    try {
      if (vfs.stat(path).type() == dev.permafrost.ports.vfs.FileStat.Type.DIRECTORY) {
        for (String name : vfs.list(path)) {
          lose(path.resolve(name));
        }
        vfs.removeDirectory(path);
      } else {
        vfs.unlink(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file with its content and every directory, but for the pid in the identity files. */
  public Map<String, List<Byte>> tree() {
    Map<String, List<Byte>> tree = new TreeMap<>();
    collect(Path.of("/"), tree);
    return tree;
  }

  private void collect(Path path, Map<String, List<Byte>> tree) {
    try {
      for (String name : vfs.list(path)) {
        Path child = path.resolve(name);
        List<Byte> content = new ArrayList<>();
        if (vfs.stat(child).type() == dev.permafrost.ports.vfs.FileStat.Type.DIRECTORY) {
          collect(child, tree);
        } else {
          byte[] bytes = bytes(child);
          int end = name.equals("PERMAFROST") ? Math.min(512, bytes.length) : bytes.length;
          for (int i = 0; i < end; i++) {
            content.add(bytes[i]);
          }
        }
        tree.put(child.toString(), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All that a machine keeps, in words that two machines which did the same agree on: the tree with
   * the content of its files, the entries of the catalog, and those of the hot databases.
   */
  public Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    tree()
        .forEach(
            (path, content) -> {
              String name = path.substring(path.lastIndexOf('/') + 1);
              if (!name.equals("CURRENT") && !name.equals("WITNESS")) {
                state.put(path, content.size() + " bytes, hash " + content.hashCode());
              }
            });
    catalog().forEach((key, value) -> state.put("catalog " + key, value));
    for (int number = 0; number < 10; number++) {
      ChunkId chunk = new ChunkId(number);
      if (hotStores.look(chunk) == DatabaseLook.PRESENT) {
        hot(chunk)
            .forEach(
                (key, value) ->
                    state.put(
                        "hot " + chunk + " " + key,
                        value.length() < 40 ? value : "hash " + value.hashCode()));
      }
    }
    return state;
  }

  /** The entries of the catalog; none if there is no catalog. */
  public Map<String, String> catalog() {
    Map<String, String> entries = new TreeMap<>();
    if (metaStores.look() == DatabaseLook.PRESENT) {
      try (MetaStore store = metaStores.openReadOnly()) {
        store.scan("").forEach(entry -> entries.put(entry.key(), entry.value()));
      }
    }
    return entries;
  }

  /** The entries of a hot database that is there, and its witness. */
  public Map<String, String> hot(ChunkId chunk) {
    Map<String, String> entries = new TreeMap<>();
    WitnessReading witness = hotStores.readWitness(chunk);
    entries.put("witness", witness.state() + " " + witness.sequence());
    try (HotView view = hotStores.openReadOnly(chunk, families())) {
      for (ColumnFamily family : families()) {
        try (HotCursor cursor = view.cursor(family, new byte[0])) {
          while (cursor.next()) {
            entries.put(family + " " + hex(cursor.borrowedKey()), hex(cursor.borrowedValue()));
          }
        }
      }
    }
    return entries;
  }

  /** The column families of this machine's hot databases. */
  public Set<ColumnFamily> families() {
    Set<ColumnFamily> families = new TreeSet<>(Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS));
    columns.forEach(column -> families.add(column.family()));
    return families;
  }

  private static String hex(ByteBuffer borrowed) {
    byte[] bytes = new byte[borrowed.remaining()];
    borrowed.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Throws if anything is open that should not be, or lent bytes were kept. */
  public void requireNothingOpen() {
    tracker.check();
    if (vfs.openFiles() + metaStores.openHandles() + hotStores.openHandles() + lake.openStreams()
        != 0) {
      throw new AssertionError(
          "left open: files "
              + vfs.openFiles()
              + ", catalog "
              + metaStores.openHandles()
              + ", hot "
              + hotStores.openHandles()
              + ", streams "
              + lake.openStreams());
    }
  }
}
