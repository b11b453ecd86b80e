package dev.permafrost.wiring;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.DataLake;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.threads.PooledWork;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * An open store with its threads and its lake. Closing it closes all of them, the store first. As
 * thread-safe as {@link #store}.
 *
 * @param <S> a store for writing, or a view for reading
 */
public final class OpenStore<S> implements AutoCloseable {

  private final S store;
  private final Set<ArtifactKind> kinds;
  private final ManyChunks chunks;
  private final LongSupplier prefetched;
  private final Lifetimes lifetimes;

  private OpenStore(
      S store,
      Set<ArtifactKind> kinds,
      ManyChunks chunks,
      LongSupplier prefetched,
      Lifetimes lifetimes) {
    this.store = store;
    this.kinds = kinds;
    this.chunks = chunks;
    this.prefetched = prefetched;
    this.lifetimes = lifetimes;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // owned by the lifetimes
  static <S> OpenStore<S> open(
      Permafrost wanted, BiFunction<StorePorts, StoreSettings, S> opening, Consumer<S> closing) {
    Lifetimes lifetimes = new Lifetimes();
    try {
      StoreComponent parts = StoreComponent.of(wanted, lifetimes);
      StoreSettings settings = parts.settings();
      PooledWork work = PooledWork.start("chunks", wanted.chunksAtOnce());
      lifetimes.own(work, work::close);
      StorePorts ports = parts.ports();
      S store = opening.apply(ports, settings);
      lifetimes.own(store, () -> closing.accept(store));
      ManyChunks chunks = new ManyChunks(work, wanted.chunksAtOnce());
      LongSupplier prefetched =
          () -> ports.backend().orElse(null) instanceof DataLake lake ? lake.prefetchedBytes() : 0;
      return new OpenStore<>(store, settings.kinds().names(), chunks, prefetched, lifetimes);
    } catch (RuntimeException | Error e) {
      lifetimes.closeAfter(e);
      throw e;
    }
  }

  /** The store or view; closed with this. */
  public S store() {
    return store;
  }

  /** The kinds of artifact that are registered. */
  public Set<ArtifactKind> kinds() {
    return kinds;
  }

  /** How many bytes of prefetched lake objects are held in memory; 0 if there is no lake. */
  public long prefetchedBytes() {
    return prefetched.getAsLong();
  }

  /** Runs work on many chunks, {@link Permafrost#chunksAtOnce} at once. */
  public ManyChunks chunks() {
    return chunks;
  }

  /** Closes the store, the lake and the threads; closing twice has no effect. */
  @Override
  public void close() {
    lifetimes.close();
  }
}
