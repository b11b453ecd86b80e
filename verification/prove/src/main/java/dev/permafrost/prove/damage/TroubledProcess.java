package dev.permafrost.prove.damage;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.prove.disk.Descriptors;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.LoadedClasses;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.rocksdb.RocksDbStores;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
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
    ProcessBuilder troubled =
        JavaProcess.of(
            TroubledProcess.class,
            List.of("-Xmx128m", "-XX:-MaxFDLimit"),
            Path.of(System.getProperty("java.io.tmpdir")),
            List.of(arguments));
    troubled.command().addAll(0, before);
    return troubled.redirectError(ProcessBuilder.Redirect.INHERIT).start();
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

  private static void readWithFewFiles(Path data, Path alone, long highest) {
    long first = Geometry.STANDARD.first(Specimen.CHUNK);
    Specimen specimen =
        new Specimen(
            data, data, ForgedSource.of(new LedgerRange(first, highest)), highest, List.of());
    RealStores stores = new RealStores(Geometry.STANDARD);
    LoadedClasses.all();
    refuse(data);
    Answer.readLedgers(specimen, data, stores);
    long entries = highest - first + 1;
    RocksDbAlone.says(Database.HOT, alone, entries);
    List<String> seen = new ArrayList<>();
    for (int left = 0; left <= MOST_LEFT; left++) {
      Deque<FileInputStream> all = Descriptors.takeAll();
      Descriptors.giveBack(all, left);
      String ours = answer(specimen, data, stores);
      String said = RocksDbAlone.says(Database.HOT, alone, entries);
      Descriptors.giveBack(all, all.size());
      seen.add(LEFT + " " + left + "|" + said + "|" + ours);
    }
    seen.forEach(TroubledProcess::say);
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

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
