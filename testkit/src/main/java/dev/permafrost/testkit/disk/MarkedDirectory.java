package dev.permafrost.testkit.disk;

import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A directory that fakes take for a database: its file {@code CURRENT} names content that is kept
 * in memory. So what any process does to the directory happens to the database: removed with it, it
 * is gone; copied back, it is there again.
 *
 * @param vfs where it is
 * @param path its path
 */
public record MarkedDirectory(Vfs vfs, Path path) {

  private static final Pattern KNOWN =
      Pattern.compile(
          "CURRENT|WITNESS|IDENTITY|LOCK|LOG(\\.old\\.[0-9]+)?|MANIFEST-[0-9]{6,}"
              + "|OPTIONS-[0-9]{6,}(\\.dbtmp)?|[0-9]{6,}\\.(sst|blob|log|dbtmp)|\\.nfs[0-9a-f]+");

  private static final AtomicLong IDS = new AtomicLong();

  /** Looks, and changes nothing. */
  public DatabaseLook look() throws IOException {
    if (vfs.stat(path).type() == FileStat.Type.MISSING) {
      return DatabaseLook.MISSING;
    }
    return vfs.stat(current()).type() == FileStat.Type.FILE
        ? DatabaseLook.PRESENT
        : DatabaseLook.GUTTED;
  }

  /** What is missing, in words, or nothing if a database is there. */
  public Optional<String> missing() throws IOException {
    return switch (look()) {
      case MISSING -> Optional.of("the directory is missing");
      case GUTTED -> Optional.of("its file CURRENT is missing");
      case PRESENT -> Optional.empty();
    };
  }

  /**
   * Makes the directory a database: writes and syncs {@code CURRENT}, but not the directory. Where
   * the file system can do that, the file appears whole, as a database's does.
   */
  public String mark() throws IOException {
    String id = "database " + IDS.incrementAndGet();
    byte[] content = id.getBytes(StandardCharsets.US_ASCII);
    if (vfs instanceof WholeFiles whole) {
      whole.appear(current(), content);
    } else {
      VfsPaths.writeNew(vfs, current(), content);
    }
    return id;
  }

  /** What {@code CURRENT} says, whether or not it was ever said by {@link #mark}. */
  public String id() throws IOException {
    return new String(VfsPaths.read(vfs, current()), StandardCharsets.ISO_8859_1);
  }

  /** Whether nothing is in it, or it is not there. */
  public boolean isEmpty() throws IOException {
    return vfs.stat(path).type() == FileStat.Type.MISSING || vfs.list(path).isEmpty();
  }

  /** The bytes of its files, 0 if it is not there. */
  public long sizeBytes() throws IOException {
    long total = 0;
    if (vfs.stat(path).type() == FileStat.Type.DIRECTORY) {
      for (String name : vfs.list(path)) {
        total += vfs.stat(path.resolve(name)).sizeBytes();
      }
    }
    return total;
  }

  /** Whether a database makes files of this name, of RocksDB or of the fakes. */
  public static boolean isKnown(String name) {
    return KNOWN.matcher(name).matches();
  }

  /**
   * What is in it and is no file with a known name, sorted; or its own place, if something else
   * stands there.
   */
  public List<Path> foreign() throws IOException {
    FileStat.Type type = vfs.stat(path).type();
    if (type != FileStat.Type.DIRECTORY) {
      return type == FileStat.Type.MISSING ? List.of() : List.of(path);
    }
    List<Path> foreign = new ArrayList<>();
    for (String name : vfs.list(path)) {
      if (!isKnown(name) || vfs.stat(path.resolve(name)).type() != FileStat.Type.FILE) {
        foreign.add(path.resolve(name));
      }
    }
    return foreign;
  }

  /** Its {@code CURRENT} and {@code WITNESS}, each if it has more than one name; sorted. */
  public List<String> shared() throws IOException {
    List<String> shared = new ArrayList<>();
    for (String name : List.of("CURRENT", "WITNESS")) {
      if (vfs.stat(path.resolve(name)).links() > 1) {
        shared.add(path.resolve(name).toString());
      }
    }
    return shared;
  }

  private Path current() {
    return path.resolve("CURRENT");
  }
}
