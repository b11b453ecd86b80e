package dev.permafrost.testkit.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.disk.MarkedDirectory;
import dev.permafrost.testkit.disk.VfsPaths;
import dev.permafrost.testkit.fault.Faults;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fake of the catalog's store. Its directory lies in a {@link Vfs}; what it holds is kept in
 * memory, named by the file {@code CURRENT} of that directory, and each commit is durable when it
 * returns. Before each operation it asks a {@link Faults}. Safe for several threads.
 */
public final class MemoryMetaStores implements MetaStores {

  /** The operation of {@link #look}. */
  public static final String LOOK = "catalog look";

  /** The operation of {@link #create}. */
  public static final String CREATE = "catalog create";

  /** The operation of {@link #openExisting}. */
  public static final String OPEN = "catalog open";

  /** The operation of {@link #openReadOnly}. */
  public static final String OPEN_READ_ONLY = "catalog open read-only";

  /** The operation of {@link MetaStore#get}. */
  public static final String GET = "catalog get";

  /** The operation of {@link MetaStore#scan}. */
  public static final String SCAN = "catalog scan";

  /** The operation of {@link MetaStore#commit}. */
  public static final String COMMIT = "catalog commit";

  /** The content of one database. */
  private static final class Content {
    private NavigableMap<String, String> entries;
    private boolean written;

    Content(NavigableMap<String, String> entries) {
      this.entries = entries;
    }
  }

  private final Path catalogRoot;
  private final MarkedDirectory directory;
  private final Faults faults;
  private final Map<String, Content> contents = new HashMap<>();
  private final AtomicLong open = new AtomicLong();

  /** A fake whose directory is {@code rocksdb} below a catalog root. */
  public MemoryMetaStores(Vfs vfs, Path catalogRoot, Faults faults) {
    this.catalogRoot = catalogRoot;
    this.directory = new MarkedDirectory(vfs, catalogRoot.resolve("rocksdb"));
    this.faults = faults;
  }

  /**
   * The same content as a process sees it that starts anew, on the same file system or on an image
   * of it: what is committed now, with no store open. The two are independent from then on.
   */
  public MemoryMetaStores restarted(Vfs vfs, Faults newFaults) {
    MemoryMetaStores restarted = new MemoryMetaStores(vfs, catalogRoot, newFaults);
    synchronized (contents) {
      contents.forEach((id, content) -> restarted.contents.put(id, new Content(content.entries)));
    }
    return restarted;
  }

  /**
   * What a database holds now, for a simulation that looks inside; empty if there never was one of
   * that name.
   *
   * @param marker what its file {@code CURRENT} says
   */
  public Optional<SortedMap<String, String>> contentOf(String marker) {
    synchronized (contents) {
      return Optional.ofNullable(contents.get(marker))
          .map(content -> Collections.unmodifiableSortedMap(content.entries));
    }
  }

  /** How many stores are open. */
  public long openHandles() {
    return open.get();
  }

  @Override
  public String location() {
    return directory.path().toString();
  }

  @Override
  public Look look() {
    faults.before(LOOK, location());
    try {
      return switch (directory.look()) {
        case MISSING -> Look.MISSING;
        case GUTTED -> Look.GUTTED;
        case PRESENT -> Look.PRESENT;
      };
    } catch (IOException e) {
      throw failure("look at", e);
    }
  }

  @Override
  @MustBeClosed
  public MetaStore create() {
    faults.before(CREATE, location());
    try {
      if (directory.look() == MarkedDirectory.Look.PRESENT) {
        throw new IllegalStateException("a catalog is never made over another: " + location());
      }
      VfsPaths.makeDirectories(directory.vfs(), directory.path());
      for (String debris : directory.vfs().list(directory.path())) {
        VfsPaths.remove(directory.vfs(), directory.path().resolve(debris));
      }
      synchronized (contents) {
        contents.put(directory.mark(), new Content(new TreeMap<>()));
      }
    } catch (IOException e) {
      throw failure("create", e);
    }
    faults.before(CREATE + Faults.DONE, location());
    return open(content(), true);
  }

  @Override
  @MustBeClosed
  public MetaStore openExisting() {
    faults.before(OPEN, location());
    return open(content(), true);
  }

  @Override
  @MustBeClosed
  public MetaStore openReadOnly() {
    faults.before(OPEN_READ_ONLY, location());
    return open(content(), false);
  }

  private Content content() {
    try {
      Optional<String> missing = directory.missing();
      if (missing.isPresent()) {
        throw new CatalogDamaged(location(), missing.get(), null);
      }
      Content content;
      synchronized (contents) {
        content = contents.get(directory.id());
      }
      if (content == null) {
        throw new CatalogDamaged(location(), "CURRENT names no database", null);
      }
      return content;
    } catch (IOException e) {
      throw failure("open", e);
    }
  }

  private MetaStore open(Content content, boolean writing) {
    synchronized (content) {
      if (writing && content.written) {
        throw new StorageUnavailable(location(), "lock", null);
      }
      content.written |= writing;
      open.incrementAndGet();
      return new Store(content, writing ? null : content.entries);
    }
  }

  private StorageFailure failure(String action, IOException error) {
    String reason = error instanceof FileSystemException named ? named.getReason() : null;
    if (error instanceof AccessDeniedException) {
      return new PermissionDenied(location(), action, error);
    }
    if (String.valueOf(reason).contains("No space left")) {
      return new NoSpace(location(), action, error);
    }
    return new StorageUnavailable(location(), action, error);
  }

  /** One opening of the store. */
  private final class Store implements MetaStore {
    private final Content content;
    private final @Nullable NavigableMap<String, String> snapshot;
    private boolean closed;

    Store(Content content, @Nullable NavigableMap<String, String> snapshot) {
      this.content = content;
      this.snapshot = snapshot;
    }

    @Override
    public Optional<String> get(String key) {
      faults.before(GET, key);
      return Optional.ofNullable(entries().get(key));
    }

    @Override
    public List<Entry> scan(String prefix) {
      faults.before(SCAN, prefix);
      List<Entry> found = new ArrayList<>();
      for (Map.Entry<String, String> entry : entries().tailMap(prefix, true).entrySet()) {
        if (!entry.getKey().startsWith(prefix)) {
          break;
        }
        found.add(new Entry(entry.getKey(), entry.getValue()));
      }
      return List.copyOf(found);
    }

    private NavigableMap<String, String> entries() {
      synchronized (content) {
        if (closed) {
          throw new IllegalStateException("closed before: read");
        }
        return snapshot == null ? content.entries : snapshot;
      }
    }

    @Override
    public void commit(MetaBatch batch) {
      if (batch.changes().isEmpty()) {
        throw new IllegalArgumentException("an empty batch");
      }
      batch.changes().forEach(Store::requirePrintable);
      faults.before(COMMIT, location());
      synchronized (content) {
        if (closed) {
          throw new IllegalStateException("closed before: commit");
        }
        if (snapshot != null) {
          throw new IllegalStateException("opened for reading: commit");
        }
        NavigableMap<String, String> changed = new TreeMap<>(content.entries);
        for (MetaBatch.Change change : batch.changes()) {
          change
              .value()
              .ifPresentOrElse(
                  value -> changed.put(change.key(), value), () -> changed.remove(change.key()));
        }
        content.entries = changed;
      }
      faults.before(COMMIT + Faults.DONE, location());
    }

    private static void requirePrintable(MetaBatch.Change change) {
      (change.key() + change.value().orElse(""))
          .chars()
          .filter(character -> character < ' ' || character > '~')
          .findFirst()
          .ifPresent(
              bad -> {
                throw new IllegalArgumentException("not printable ASCII: '" + change + "'");
              });
    }

    @Override
    public void close() {
      synchronized (content) {
        if (closed) {
          return;
        }
        closed = true;
        content.written &= snapshot != null;
        open.decrementAndGet();
      }
    }
  }
}
