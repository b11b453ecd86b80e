package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.work.ManualTime;
import dev.permafrost.testkit.work.SameThreadWork;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine with a store on it: opens the production code of domain and file adapters
 * over it, a new process each time.
 */
public final class Site {

  private static final StoreId ID = new StoreId("0123456789abcdef0123456789abcdef");
  private static final long PID = 4711;

  private final Machine machine;
  private final Layout layout;
  private final Promises promises;
  private final Supplier<Wiring> wiring;
  private final Bench bench;
  private final FakeBackend lake;
  private FrameCodec codec;
  private CancelToken cancel = CancelToken.NEVER;
  private boolean interleaving;
  private Wiring running = Wiring.AS_IT_IS;
  private Vfs runningDisk;
  private @Nullable PackCandidates candidates;

  /** A store on a machine. */
  public Site(
      Layout layout, Machine machine, Promises promises, Supplier<Wiring> wiring, Bench bench) {
    this.machine = machine;
    this.runningDisk = machine.newProcess();
    this.layout = layout;
    this.promises = promises;
    this.wiring = wiring;
    this.bench = bench;
    this.lake = bench.lake();
    this.codec = bench.codec();
  }

  /** The machine. */
  public Machine machine() {
    return machine;
  }

  /** Where the store lies on it. */
  public Layout layout() {
    return layout;
  }

  /** What the store promised. */
  public Promises promises() {
    return promises;
  }

  /** The lake, which a scenario may let fail. */
  FakeBackend lake() {
    return lake;
  }

  /** What the scenario looks at to see whether to stop. */
  public CancelToken cancel() {
    return cancel;
  }

  /** From now on the scenario looks at another token. */
  public void cancelWith(CancelToken token) {
    cancel = token;
  }

  /** From now on chunks are worked on side by side, in an order drawn from a seed. */
  public void interleaving() {
    interleaving = true;
  }

  /** The workers on which a scenario works on several chunks. */
  OrderedWork chunkWork(long seed) {
    return interleaving ? new BatonWork(machine, seed) : new SameThreadWork();
  }

  /** The operator is about to give up what is stored of a chunk. */
  void giveUp(ChunkId chunk) {
    promises.giveUp(chunk);
  }

  /** Opens the next stores with a codec that says it is another one. */
  void withOlderCodec() {
    codec = bench.olderCodec();
  }

  /** Opens the next stores with the running codec. */
  void withRunningCodec() {
    codec = bench.codec();
  }

  /** Opens the store as a new process does. */
  @MustBeClosed
  public Store open() {
    Wiring process = wiring.get();
    Vfs disk = machine.newProcess();
    running = process;
    runningDisk = disk;
    candidates = null;
    return Store.open(ports(process, disk), Bench.SETTINGS, () -> ID);
  }

  /** Accepts the store's catalog as it is, or makes it again, as a process of its own does. */
  void recoverCatalog() {
    CatalogRecovery.carryOut(ports(wiring.get(), machine.newProcess()), () -> ID);
  }

  /**
   * The packs outside of the store, as the process sees them that opened the store last: opened
   * once in a process, as a command does. They stand in no store's root, so that no lock is held.
   *
   * @param exclusively whether they are to be moved
   */
  PackCandidates candidates(boolean exclusively) {
    PackCandidates known = candidates;
    if (known == null) {
      Vfs disk = running.vfs(runningDisk, Wiring.Use.ARTIFACTS, layout);
      known =
          running.candidates(
              FileStores.packCandidates(
                  disk, layout.roots().cold(), layout.elsewhere(), exclusively, PID));
      candidates = known;
    }
    return known;
  }

  /** The bytes of a chunk's pack, as it is made without any crash. */
  ByteBuffer pack(ChunkId chunk) {
    return file(new Remains.Artifact(ArtifactKind.LEDGERS, chunk));
  }

  /** The bytes of an artifact's file, as it is made without any crash. */
  ByteBuffer file(Remains.Artifact artifact) {
    return Objects.requireNonNull(bench.golden().artifacts().get(artifact)).duplicate();
  }

  /** What is done to the machine past every port. */
  Hands hands() {
    return new Hands(this);
  }

  /** Opens the store for reading, without anybody in between. */
  @MustBeClosed
  StoreView view() {
    return StoreView.open(ports(Wiring.AS_IT_IS, machine.newProcess()), Bench.SETTINGS);
  }

  private StorePorts ports(Wiring process, Vfs disk) {
    Vfs artifactDisk = process.vfs(disk, Wiring.Use.ARTIFACTS, layout);
    StoreRoots roots =
        FileStores.roots(
            process.vfs(disk, Wiring.Use.ROOTS, layout),
            layout.roots(),
            Bench.SETTINGS.kinds().names(),
            PID);
    HotDirectories hotDirectories =
        FileStores.hotDirectories(process.vfs(disk, Wiring.Use.HOT, layout), layout.roots().hot());
    ArtifactStore artifacts =
        FileStores.artifacts(artifactDisk, layout.roots().cold(), Bench.FORMATS);
    return new StorePorts(
        new StorePorts.Databases(
            process.catalog(machine.catalog(), layout), process.hot(machine.hot(), layout)),
        new StorePorts.Files(
            roots,
            process.directories(hotDirectories),
            process.artifacts(artifacts),
            process.packs(FileStores.ledgerPacks(artifactDisk, layout.roots().cold()))),
        process.codec(codec),
        Optional.of(process.lake(new LakeOnMachine(machine, lake))),
        process.ledgerWork(new SameThreadWork()),
        process.time(new ManualTime()),
        promises);
  }
}
