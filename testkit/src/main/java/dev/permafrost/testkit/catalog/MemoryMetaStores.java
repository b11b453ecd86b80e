package dev.permafrost.testkit.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.disk.MarkedDirectory;
import dev.permafrost.testkit.disk.VfsPaths;
import dev.permafrost.testkit.fault.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
 *
 * <p>Its witness says what it holds, and takes no file. A test that wants another witness writes
 * one, made by {@link #witnessThatSays}, to {@code WITNESS} in the directory.
 */
public final class MemoryMetaStores implements MetaStores {

  /** The operations by their names, each of one method. */
  public static final String LOOK = "catalog look";

  public static final String CREATE = "catalog create";
  public static final String OPEN = "catalog open";
  public static final String OPEN_READ_ONLY = "catalog open read-only";
  public static final String SHARED = "catalog shared files";
  public static final String READ_AS_IS = "catalog read as is";
  public static final String ACCEPT = "catalog accept";
  public static final String GET = "catalog get";
  public static final String SCAN = "catalog scan";
  public static final String COMMIT = "catalog commit";

  /** The content of one database. */
  private static final class Content {
    private NavigableMap<String, String> entries;
    private long changes;
    private boolean written;

    Content(NavigableMap<String, String> entries, long changes) {
      this.entries = entries;
      this.changes = changes;
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
   * The same content as a restarted process sees it, on the same file system or on an image of it:
   * what is committed now, with no store open. The two are independent from then on.
   */
  public MemoryMetaStores restarted(Vfs vfs, Faults newFaults) {
    MemoryMetaStores restarted = new MemoryMetaStores(vfs, catalogRoot, newFaults);
    synchronized (contents) {
      contents.forEach(
          (id, content) ->
              restarted.contents.put(id, new Content(content.entries, content.changes)));
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

  /** The bytes of a witness that says this, for a test to write. */
  public static byte[] witnessThatSays(WitnessReading reading) {
    String text =
        reading.state() == WitnessReading.State.SOUND
            ? Long.toString(reading.sequence())
            : reading.state().name();
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String location() {
    return directory.path().toString();
  }

  @Override
  public DatabaseLook look() {
    faults.before(LOOK, location());
    try {
      return directory.look();
    } catch (IOException e) {
      throw failure("look at", e);
    }
  }

  @Override
  public List<String> sharedFiles() {
    faults.before(SHARED, location());
    try {
      return directory.shared();
    } catch (IOException e) {
      throw failure("look at", e);
    }
  }

  @Override
  public Reading readAsIs() {
    faults.before(READ_AS_IS, location());
    Content content = content();
    WitnessReading witness = readWitness(content);
    synchronized (content) {
      return new Reading(content.changes, witness, entries(content.entries, ""));
    }
  }

  @Override
  public void acceptAsIs() {
    faults.before(ACCEPT, location());
    content();
    try {
      if (directory.vfs().stat(witness()).type() != FileStat.Type.MISSING) {
        directory.vfs().unlink(witness());
      }
      directory.vfs().syncDirectory(directory.path());
    } catch (IOException e) {
      throw failure("write the witness of", e);
    }
    faults.before(ACCEPT + Faults.DONE, location());
  }

  private Path witness() {
    return directory.path().resolve("WITNESS");
  }

  private WitnessReading readWitness(Content content) {
    try {
      if (directory.vfs().stat(witness()).type() == FileStat.Type.MISSING) {
        synchronized (content) {
          return WitnessReading.sound(content.changes);
        }
      }
      String text =
          new String(VfsPaths.read(directory.vfs(), witness()), StandardCharsets.ISO_8859_1);
      if (text.matches("[0-9]{1,18}")) {
        return WitnessReading.sound(Long.parseLong(text));
      }
      return text.equals(WitnessReading.State.MISSING.name())
          ? WitnessReading.missing()
          : WitnessReading.unsound();
    } catch (IOException e) {
      throw failure("read the witness of", e);
    }
  }

  @Override
  @MustBeClosed
  public MetaStore create() {
    faults.before(CREATE, location());
    try {
      if (directory.look() == DatabaseLook.PRESENT) {
        throw new IllegalStateException("a catalog is never made over another: " + location());
      }
      for (Path foreign : directory.foreign()) {
        throw new ForeignEntry(
            foreign.toString(),
            "a " + directory.vfs().stat(foreign).type().name().toLowerCase(Locale.ROOT));
      }
      VfsPaths.makeDirectories(directory.vfs(), directory.path());
      for (String debris : directory.vfs().list(directory.path())) {
        directory.vfs().unlink(directory.path().resolve(debris));
      }
      synchronized (contents) {
        contents.put(directory.mark(), new Content(new TreeMap<>(), 0));
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
    return open(wholeContent(), true);
  }

  @Override
  @MustBeClosed
  public MetaStore openReadOnly() {
    faults.before(OPEN_READ_ONLY, location());
    return open(wholeContent(), false);
  }

  private Content wholeContent() {
    Content content = content();
    WitnessReading witness = readWitness(content);
    synchronized (content) {
      if (!new Reading(content.changes, witness, List.of()).isWhole()) {
        throw CatalogDamaged.behindWitness(
            location(), "it holds " + content.changes + " changes, its witness is " + witness);
      }
    }
    return content;
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

  private static List<MetaStore.Entry> entries(
      NavigableMap<String, String> entries, String prefix) {
    List<MetaStore.Entry> found = new ArrayList<>();
    for (Map.Entry<String, String> entry : entries.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.add(new MetaStore.Entry(entry.getKey(), entry.getValue()));
    }
    return List.copyOf(found);
  }

  private StorageFailure failure(String action, IOException error) {
    return SystemErrors.translate(error, action, location(), SystemState.UNKNOWN);
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
      return MemoryMetaStores.entries(entries(), prefix);
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
        content.changes += batch.changes().size();
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
