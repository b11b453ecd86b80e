package dev.permafrost.wiring;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.domain.landing.PackMaker;
import dev.permafrost.domain.landing.PackPorts;
import dev.permafrost.domain.landing.PackSettings;
import dev.permafrost.domain.landing.PackVerifier;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.zstd.ZstdFrameCodec;

/**
 * Makes packs without a store, over the standard adapters, with its own threads. Closing it ends
 * the threads; the caller owns lakes and landings. Thread-safe.
 */
public final class OpenPackMaker implements AutoCloseable {

  private final Lifetimes lifetimes;
  private final PackMaker maker;
  private final PackVerifier verifier;
  private final ManyChunks chunks;

  private OpenPackMaker(
      Lifetimes lifetimes, PackPorts ports, PackSettings settings, ManyChunks chunks) {
    this.lifetimes = lifetimes;
    this.maker = new PackMaker(ports, settings);
    this.verifier = new PackVerifier(ports, settings);
    this.chunks = chunks;
  }

  /**
   * Starts a maker, with one thread for each processor to check and encode ledgers.
   *
   * @param chunksAtOnce how many chunks {@link #chunks} works on at once
   * @param events receives the events
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // owned by the lifetimes
  public static OpenPackMaker start(
      PackSettings settings, int chunksAtOnce, TimeSource time, StorageEvents events) {
    Lifetimes lifetimes = new Lifetimes();
    try {
      PooledWork ledgers = PooledWork.start("ledgers", Runtime.getRuntime().availableProcessors());
      lifetimes.own(ledgers, ledgers::close);
      PooledWork work = PooledWork.start("chunks", chunksAtOnce);
      lifetimes.own(work, work::close);
      PackPorts ports =
          new PackPorts(new ZstdFrameCodec(), FileStores.packFormat(), ledgers, time, events);
      return new OpenPackMaker(lifetimes, ports, settings, new ManyChunks(work, chunksAtOnce));
    } catch (RuntimeException | Error e) {
      lifetimes.closeAfter(e);
      throw e;
    }
  }

  /** The maker. */
  public PackMaker maker() {
    return maker;
  }

  /** Verifies packs, with the same threads. */
  public PackVerifier verifier() {
    return verifier;
  }

  /** Runs work on many chunks. */
  public ManyChunks chunks() {
    return chunks;
  }

  /** Ends the threads; closing twice has no effect. */
  @Override
  public void close() {
    lifetimes.close();
  }
}
