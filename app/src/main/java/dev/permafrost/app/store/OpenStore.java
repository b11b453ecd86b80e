package dev.permafrost.app.store;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.threads.PooledWork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A store over the real adapters, with the threads it works on: what was opened for it is closed
 * with it, the last first. Dagger builds the objects and owns none.
 *
 * @param <S> a store for writing, or a view for reading
 */
public final class OpenStore<S extends AutoCloseable> implements AutoCloseable {

  private final S store;
  private final Set<ArtifactKind> kinds;
  private final ManyChunks chunks;
  private final Deque<Runnable> closing;

  private OpenStore(S store, Set<ArtifactKind> kinds, ManyChunks chunks, Deque<Runnable> closing) {
    this.store = store;
    this.kinds = kinds;
    this.chunks = chunks;
    this.closing = closing;
  }

  /** Opens a store for writing, or makes it; throws what {@link Store#open} throws. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed to the caller, with the store around it
  public static OpenStore<Store> forWriting(StoreRequest request) {
    return open(
        request, (ports, settings) -> Store.open(ports, settings, StoreId::random), Store::close);
  }

  /** Opens a store for reading; throws what {@link StoreView#open} throws. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed to the caller, with the view around it
  public static OpenStore<StoreView> forReading(StoreRequest request) {
    return open(request, StoreView::open, StoreView::close);
  }

  /**
   * Does something to a store that is not open.
   *
   * @param use gets the ports, and releases their roots
   */
  public static <T> T withPorts(StoreRequest request, Function<StorePorts, T> use) {
    try (PooledWork work = PooledWork.start("ledgers", 1)) {
      return use.apply(StoreComponent.of(request, work, Optional.empty()).ports());
    }
  }

  /** What can close one kind of store. */
  private interface Closer<S> {
    void close(S store);
  }

  @SuppressWarnings("MustBeClosedChecker") // pushed onto what is closed
  private static <S extends AutoCloseable> OpenStore<S> open(
      StoreRequest request, BiFunction<StorePorts, StoreSettings, S> opening, Closer<S> closer) {
    Deque<Runnable> closing = new ArrayDeque<>();
    try {
      PooledWork ledgerWork =
          PooledWork.start("ledgers", Runtime.getRuntime().availableProcessors());
      closing.push(ledgerWork::close);
      PooledWork chunkWork = PooledWork.start("chunks", request.chunksAtOnce());
      closing.push(chunkWork::close);
      Optional<BulkBackend> lake =
          request.lakes().isEmpty() ? Optional.empty() : Optional.of(openLake(request, closing));
      StoreComponent parts = StoreComponent.of(request, ledgerWork, lake);
      StoreSettings settings = parts.settings();
      S store = opening.apply(parts.ports(), settings);
      closing.push(() -> closer.close(store));
      return new OpenStore<>(
          store,
          settings.kinds().names(),
          new ManyChunks(chunkWork, request.chunksAtOnce()),
          closing);
    } catch (RuntimeException | Error e) {
      closeAll(closing, e);
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // pushed onto what is closed
  private static BulkBackend openLake(StoreRequest request, Deque<Runnable> closing) {
    DataLake lake = DataLakes.open(request.lakes(), request.time(), request.events());
    closing.push(lake::close);
    return lake;
  }

  /** The store or view; closed with this. */
  public S store() {
    return store;
  }

  /** The kinds of artifact that are registered. */
  public Set<ArtifactKind> kinds() {
    return kinds;
  }

  /** Drives many chunks, as many at once as were asked for. */
  public ManyChunks chunks() {
    return chunks;
  }

  @Override
  public void close() {
    closeAll(closing, null);
  }

  /** Closes everything, whatever fails: the first failure is thrown or suppressed. */
  private static void closeAll(
      Deque<Runnable> closing, @org.jspecify.annotations.Nullable Throwable first) {
    RuntimeException thrown = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        if (first != null) {
          first.addSuppressed(e);
        } else if (thrown != null) {
          thrown.addSuppressed(e);
        } else {
          thrown = e;
        }
      }
    }
    if (thrown != null) {
      throw thrown;
    }
  }
}
