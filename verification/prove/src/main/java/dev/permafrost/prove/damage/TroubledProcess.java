package dev.permafrost.prove.damage;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.rocksdb.RocksDbStores;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The process of its own that some troubles need: one that holds locks, and one that may open few
 * files. It says a line on standard output for each thing that it saw.
 */
final class TroubledProcess {

  /** What the second kind says, behind the number of files that were left. */
  static final String LEFT = "left";

  private static final int MOST_LEFT = 60;
  private static final String CLASS = ".class";
  private static final Set<ColumnFamily> FAMILIES =
      Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS);

  private TroubledProcess() {}

  /**
   * Runs one: {@code hot DATA} and {@code catalog DATA} hold a lock until the input ends; {@code
   * few DATA ALONE HIGHEST} reads a store again and again with ever more files left to open, and
   * lets RocksDB alone open a copy; {@code alone DIRECTORY DATABASE ENTRIES} says what RocksDB
   * alone says of a database.
   */
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "hot" -> holdHot(data);
      case "catalog" -> holdCatalog(data);
      case "alone" ->
          say(
              RocksDbAlone.says(
                  Database.valueOf(arguments[2]), data, Long.parseLong(arguments[3])));
      default -> readWithFewFiles(data, Path.of(arguments[2]), Long.parseLong(arguments[3]));
    }
  }

  /**
   * Starts one with this process's class path and native libraries.
   *
   * @param before what prepares it: a shell that sets limits
   * @param arguments as {@link #main} takes them
   */
  static Process start(List<String> before, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:-MaxFDLimit"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TroubledProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void holdHot(Path data) throws IOException {
    try (HotStore held =
        RocksDbStores.hotStores(RootPaths.under(data).hot())
            .openExisting(Specimen.CHUNK, FAMILIES)) {
      waitAsTheHolderOf(held.location());
    }
  }

  private static void holdCatalog(Path data) throws IOException {
    try (MetaStore held =
        RocksDbStores.metaStores(RootPaths.under(data).catalog()).openExisting()) {
      waitAsTheHolderOf(held.toString());
    }
  }

  private static void waitAsTheHolderOf(String what) throws IOException {
    say("holding " + what);
    while (System.in.read() >= 0) {
      // Until the parent lets it end.
    }
  }

  private static void readWithFewFiles(Path data, Path alone, long highest) throws IOException {
    long first = Geometry.STANDARD.first(Specimen.CHUNK);
    Specimen specimen =
        new Specimen(
            data, data, ForgedSource.of(new LedgerRange(first, highest)), highest, List.of());
    RealStores stores = new RealStores(Geometry.STANDARD);
    loadAhead();
    refuse(data);
    Answer.readLedgers(specimen, data, stores);
    long entries = highest - first + 1;
    RocksDbAlone.says(Database.HOT, alone, entries);
    List<String> seen = new ArrayList<>();
    for (int left = 0; left <= MOST_LEFT; left++) {
      Deque<FileInputStream> all = takeAllFiles();
      release(all, left);
      String ours = answer(specimen, data, stores);
      String said = RocksDbAlone.says(Database.HOT, alone, entries);
      release(all, all.size());
      seen.add(LEFT + " " + left + "|" + said + "|" + ours);
    }
    seen.forEach(TroubledProcess::say);
  }

  /** A class that lies in a directory is a file to open, too, and would be missing for ever. */
  private static void loadAhead() throws IOException {
    String classPath = System.getProperty("java.class.path");
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path directory = Path.of(entry);
      if (Files.isDirectory(directory)) {
        for (Path file : WorkDirectory.walk(directory)) {
          String name = directory.relativize(file).toString();
          if (name.endsWith(CLASS) && name.startsWith("dev/permafrost/")) {
            load(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
          }
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, true, TroubledProcess.class.getClassLoader());
    } catch (ReflectiveOperationException | LinkageError e) {
      // It needs what is not here, and is not needed.
    }
  }

  private static void refuse(Path data) {
    RootPaths paths = RootPaths.under(data);
    try (HotStore held =
            RocksDbStores.hotStores(paths.hot()).openExisting(Specimen.CHUNK, FAMILIES);
        HotStore second =
            RocksDbStores.hotStores(paths.hot()).openExisting(Specimen.CHUNK, FAMILIES)) {
      say(held + " and " + second + " are open at once");
    } catch (StorageFailure expected) {
      say("refused by " + expected.getClass().getSimpleName());
    }
    try (MetaStore held = RocksDbStores.metaStores(paths.catalog()).openExisting();
        MetaStore second = RocksDbStores.metaStores(paths.catalog()).openExisting()) {
      say(held + " and " + second + " are open at once");
    } catch (StorageFailure expected) {
      say("refused by " + expected.getClass().getSimpleName());
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // whatever it is, the parent judges it
  private static String answer(Specimen specimen, Path data, RealStores stores) {
    try {
      return Answer.readLedgers(specimen, data, stores);
    } catch (RuntimeException | Error e) {
      return e.toString();
    }
  }

  private static Deque<FileInputStream> takeAllFiles() {
    Deque<FileInputStream> all = new ArrayDeque<>();
    try {
      while (true) {
        all.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return all; // There is not one more.
    }
  }

  private static void release(Deque<FileInputStream> files, int count) throws IOException {
    for (int i = 0; i < count && !files.isEmpty(); i++) {
      files.pop().close();
    }
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
